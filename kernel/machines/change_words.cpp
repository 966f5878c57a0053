#include "machines/change_words.hpp"

#include "machines/owner_answers.hpp"

namespace nrmm::machines {
namespace {

using cities::FieldType;

Json member(const Json& side, const char* group, const std::string& name) {
  const auto found = side.find(group);
  return found == side.end() ? Json() : found->value(name, Json());
}

std::string term_label(const cities::Pack& pack, const std::string& vocabulary, const std::string& code) {
  const cities::Vocabulary* words = pack.vocabulary(vocabulary);
  const cities::Term* term = words ? words->term(code) : nullptr;
  return term ? pack.fill(term->label) : code;
}

Json in_words(const cities::Pack& pack, const cities::Field& field, const Json& value) {
  if (value.is_array() && field.type == FieldType::choices) {
    Json labels = Json::array();
    for (const Json& one : value) labels.push_back(in_words(pack, field, one));
    return labels;
  }
  if (!value.is_string()) return value;
  const auto text = value.get<std::string>();
  if (field.type == FieldType::choice || field.type == FieldType::choices)
    return term_label(pack, field.vocabulary, text);
  const cities::District* district = field.type == FieldType::district ? pack.district(text) : nullptr;
  return district ? Json(district->name) : value;
}

Json derived_in_words(const cities::Pack& pack, const cities::Derived& derived, const Json& made) {
  const Json value = made.is_object() ? made.value("value", Json()) : Json();
  return value.is_string() ? Json(term_label(pack, derived.vocabulary, value)) : value;
}

}  // namespace

Json changed_values(const cities::Pack& pack, const cities::Form& form, const MachineChange& change,
                    Sides of_owner, const std::function<Json(const Json&)>& shown) {
  Json values = Json::array();
  const Json answers = change.before.value("answers", Json::object());
  for (const auto& [name, before] : answers.items()) {
    const cities::Field* field = form.field(name);
    if (!field) continue;
    const bool personal = about_owner(*field);
    const Json after = member(change.after, "answers", name);
    values.push_back(
        {{"field", name},
         {"label", pack.fill(field->label)},
         {"before", personal && !of_owner.before ? Json() : in_words(pack, *field, shown(before))},
         {"after", personal && !of_owner.after ? Json() : in_words(pack, *field, shown(after))}});
  }
  for (const cities::Derived& derived : form.derived) {
    const Json before = derived_in_words(pack, derived, member(change.before, "derived", derived.name));
    const Json after = derived_in_words(pack, derived, member(change.after, "derived", derived.name));
    if (before != after)
      values.push_back({{"field", derived.name},
                        {"label", pack.fill(derived.label)},
                        {"before", before},
                        {"after", after}});
  }
  return values;
}

}  // namespace nrmm::machines
