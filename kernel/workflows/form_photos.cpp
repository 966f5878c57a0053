#include "workflows/form_photos.hpp"

#include <set>

#include "photos/photo_row_store.hpp"

namespace nrmm::workflows {

using cities::Field;
using cities::FieldType;

Json photos_in(const cities::Pack& pack, const cities::Form& form, const Json& answers) {
  Json photos = Json::array();
  const auto add = [&](const Field& field, const Json& id) {
    if (id.is_string())
      photos.push_back(
          {{"field", field.name}, {"label", pack.fill(field.label, Json::object())}, {"id", id}});
  };
  for (const Field* field : form.listed()) {
    const auto answer = answers.find(field->name);
    if (answer == answers.end()) continue;
    if (field->type == FieldType::photo) add(*field, *answer);
    if (field->type == FieldType::photos && answer->is_array()) {
      for (const Json& id : *answer) add(*field, id);
    }
  }
  return photos;
}

void check_photos(storage::Session& session, const cities::Pack& pack, const cities::Form& form,
                  const std::vector<std::string>& accounts, cities::Judgement& judged) {
  const Json shown = photos_in(pack, form, judged.answers);
  std::vector<std::string> ids;
  for (const Json& photo : shown) ids.push_back(photo["id"]);
  const auto known = photos::photo_row_store::uploaded_by(session, ids, accounts);
  std::set<std::string> refused;
  for (const Json& photo : shown) {
    const std::string name = photo["field"];
    if (!known.contains(photo["id"].get<std::string>()) && refused.insert(name).second)
      judged.errors.push_back(field_finding(pack, form, *form.field(name), "photo", kRefuse));
  }
}

Finding field_finding(const cities::Pack& pack, const cities::Form& form, const Field& field,
                      const std::string& code, const std::string& level) {
  Finding made;
  made.field = field.name;
  made.code = code;
  made.message = pack.text("error." + code, {{"label", pack.fill(field.label, Json::object())}});
  made.basis = field.basis.text.empty() ? form.basis.text : field.basis.text;
  made.level = level;
  made.rule = "form." + form.name + "." + field.name + "." + code;
  return made;
}

}  // namespace nrmm::workflows
