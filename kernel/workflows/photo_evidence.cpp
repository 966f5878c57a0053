#include "workflows/photo_evidence.hpp"

#include "photos/photo_reuse_store.hpp"
#include "photos/photo_row_store.hpp"
#include "workflows/form_photos.hpp"

namespace nrmm::workflows {
namespace {

Json earlier_wire(const Call& call, const cities::Pack& pack, const photos::photo_reuse_store::Earlier& one) {
  const bool reaches = call.covers(one.district);
  const cities::District* district = pack.district(one.district);
  return {{"case", reaches ? Json(one.use.record) : Json()},
          {"photo", reaches ? Json(one.use.photo) : Json()},
          {"kind", one.kind},
          {"used_at", one.used_at},
          {"distance", one.use.distance},
          {"mirrored", one.use.mirrored},
          {"office", district ? Json(district->office_name) : Json()}};
}

}  // namespace

Json photo_evidence(Call& call, const cities::Pack& pack, const Case& record, const Json& photos) {
  Json evidence = Json::object();
  if (!photos.is_array() || photos.empty()) return evidence;
  std::vector<std::string> ids;
  for (const Json& photo : photos) ids.push_back(photo["id"]);
  auto origins = photos::photo_row_store::origins(call.session, ids);
  const auto reused = photos::photo_reuse_store::of_case(call.session, record.id);
  const cities::Workflow* workflow = pack.workflow(record.workflow);
  const cities::Form* form = workflow ? pack.form(workflow->form) : nullptr;
  for (const Json& photo : photos) {
    const auto id = photo["id"].get<std::string>();
    const auto earlier = reused.find(id);
    const cities::Field* field = form ? form->field(photo["field"].get<std::string>()) : nullptr;
    evidence[id] = {
        {"live", field && origins[id].live_for == live_for(*form, *field)},
        {"doubts", origins[id].doubts},
        {"earlier", earlier == reused.end() ? Json() : earlier_wire(call, pack, earlier->second)}};
  }
  return evidence;
}

}  // namespace nrmm::workflows
