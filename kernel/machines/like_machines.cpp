#include "machines/like_machines.hpp"

#include <algorithm>

#include "base/absent.hpp"
#include "cities/condition.hpp"
#include "machines/code.hpp"
#include "machines/like_machine_store.hpp"
#include "machines/machine_filing.hpp"
#include "machines/machine_store.hpp"
#include "workflows/case_store.hpp"
#include "workflows/form_subject.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

constexpr std::size_t kMostShown = 20;
constexpr const char* kOtherDistricts = "filing.other_districts";
constexpr const char* kHidden = "hidden";
constexpr const char* kFull = "full";

// Of a maker's number the number: the maker stands among the fields.
std::string number_of(const std::string& value) {
  const auto bar = value.rfind('|');
  return bar == std::string::npos ? value : value.substr(bar + 1);
}

// The field whose answer the identifier was: of its name, or of its type.
std::string label_of(const cities::Pack& pack, const cities::Form& form, const std::string& kind) {
  for (const cities::Field* field : form.listed())
    if (field->name == kind || cities::name_of(field->type) == kind) return pack.fill(field->label);
  return kind;
}

Json district_of(const cities::Pack& pack, const std::string& id) {
  const cities::District* district = pack.district(id);
  return district ? Json({{"code", district->id}, {"name", district->name}}) : Json();
}

// One reviewer's look at one filing.
struct Comparison {
  const cities::Pack& active;
  const cities::Pack& pack;  // of the filing's case
  const cities::Form& form;
  const workflows::Personal& personal;
  const std::string& city;
  Json mine;  // answers, sealed

  Json fields(const Machine& other) const {
    const Json left = personal.opened(mine, city), right = personal.opened(other.answers, city);
    const Json shown_left = personal.masked(mine, city), shown_right = personal.masked(other.answers, city);
    const auto at = [](const Json& answers, const std::string& name) { return answers.value(name, Json()); };
    Json all = Json::array();
    for (const cities::Field* field : form.listed()) {
      const std::string& name = field->name;
      if (!cities::answered(at(left, name)) && !cities::answered(at(right, name))) continue;
      all.push_back({{"field", name},
                     {"label", pack.fill(field->label)},
                     {"mine", at(shown_left, name)},
                     {"other", at(shown_right, name)},
                     {"same", at(left, name) == at(right, name)}});
    }
    return all;
  }

  Json identifiers(const like_machine_store::Like& like) const {
    Json all = Json::array();
    for (const like_machine_store::Shared& one : like.shared)
      all.push_back({{"kind", one.kind},
                     {"label", label_of(pack, form, one.kind)},
                     {"mine", number_of(one.mine)},
                     {"other", number_of(one.other)},
                     {"exact", one.mine == one.other}});
    return all;
  }

  Json item(const like_machine_store::Like& like, const Machine& other, bool whole) const {
    const std::string code =
        other.serial.empty() ? "" : display_code(active, other.emission_stage, other.serial, active.from);
    return {{"machine", whole ? Json(other.id) : Json()},
            {"case", whole ? or_null(other.case_id) : Json()},
            {"state", name_of(other.state)},
            {"code", or_null(code)},
            {"district", district_of(active, other.district)},
            {"identifiers", identifiers(like)},
            {"fields", whole ? fields(other) : Json::array()}};
  }
};

}  // namespace

Json LikeMachines::of_case(Call call, const std::shared_ptr<const cities::Pack>& active,
                           const std::string& case_id) const {
  const workflows::Case record = cases_.case_for(call, case_id);
  Json items = Json::array();
  const auto pack = cases_.pack_of(record, call.city());
  const cities::Form* form = workflows::form_of(*pack, record);
  if (record.subject_type != kFilingSubject || !form) return {{"items", std::move(items)}};
  const Date today = workflows::case_store::today(call.session);
  const bool look_alikes = active->flag("filing.look_alikes", today);
  const std::string beyond = active->text_policy(kOtherDistricts, today);
  const Comparison comparison{*active, *pack, *form, personal_, call.city(), record.answers};
  for (const auto& like : like_machine_store::like(call.session, record.subject_id, look_alikes)) {
    const auto other = machine_store::find(call.session, like.machine);
    const bool in_reach = other && call.covers(other->district);
    if (!other || (!in_reach && beyond == kHidden)) continue;
    items.push_back(comparison.item(like, *other, in_reach || beyond == kFull));
    if (items.size() == kMostShown) break;
  }
  return {{"items", std::move(items)}};
}

}  // namespace nrmm::machines
