#include "workflows/form_photos.hpp"

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

bool is_photo(const cities::Field& field) {
  return field.type == FieldType::photo || field.type == FieldType::photos;
}

std::string live_for(const cities::Form& form, const Field& field) { return form.name + "." + field.name; }

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
