#include "cities/value_schema.hpp"

#include <algorithm>

#include "cities/field_value.hpp"
#include "cities/place_value.hpp"
#include "cities/settled_form.hpp"

namespace nrmm::cities {
namespace {

// The forms that the kernel itself demands; check digits are beyond a pattern.
std::string standing_pattern(FieldType type) {
  switch (type) {
    case FieldType::phone:
      return "^1[3-9][0-9]{9}$";
    case FieldType::id_number:
      return "^[0-9]{17}[0-9X]$";
    case FieldType::uscc:
      return "^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$";
    default:
      return {};
  }
}

Json text_schema(const Field& field) {
  Json schema = {{"type", "string"}, {"minLength", 1}, {"maxLength", longest_answer(field)}};
  const std::string standing = standing_pattern(field.type);
  if (!standing.empty()) schema["pattern"] = standing;
  if (field.pattern.empty()) return schema;
  if (standing.empty())
    schema["pattern"] = field.pattern;
  else
    schema["allOf"] = Json::array({{{"pattern", field.pattern}}});
  return schema;
}

Json number_schema(const Field& field) {
  Json schema = {{"type", name_of(field.type)}};
  if (field.min) schema["minimum"] = plain_number(*field.min);
  if (field.max) schema["maximum"] = plain_number(*field.max);
  return schema;
}

Json list_schema(const Field& field, Json items) {
  Json schema = {{"type", "array"}, {"items", std::move(items)}, {"uniqueItems", true}, {"minItems", 1}};
  if (field.min && *field.min > 1) schema["minItems"] = plain_number(*field.min);
  schema["maxItems"] = plain_number(std::min(field.max.value_or(kLongestList), kLongestList));
  return schema;
}

}  // namespace

Json value_schema(const Field& field, const std::vector<std::pair<std::string, std::string>>& options) {
  Json codes = Json::array();
  for (const auto& [code, label] : options) codes.push_back(code);
  const Json choice = {{"type", "string"}, {"enum", std::move(codes)}};
  const Json photo = {{"type", "string"}, {"minLength", 1}, {"maxLength", longest_answer(field)}};
  switch (field.type) {
    case FieldType::integer:
    case FieldType::number:
      return number_schema(field);
    case FieldType::date:
      return {{"type", "string"}, {"format", "date"}};
    case FieldType::choice:
    case FieldType::district:
      return choice;
    case FieldType::choices:
      return list_schema(field, choice);
    case FieldType::photo:
      return photo;
    case FieldType::photos:
      return list_schema(field, photo);
    case FieldType::position:
    case FieldType::area:
      return place_schema(field.type);
    default:
      return text_schema(field);
  }
}

Json shape_schema(const Field& field) {
  switch (field.type) {
    case FieldType::integer:
    case FieldType::number:
      return {{"anyOf", {{{"type", {"number", "null"}}}, {{"const", ""}}}}};
    case FieldType::choices:
    case FieldType::photos: {
      const Json list = {{"type", {"array", "null"}}, {"items", {{"type", "string"}}}};
      return {{"anyOf", {list, {{"const", ""}}}}};
    }
    case FieldType::position:
    case FieldType::area:
      return {{"anyOf", {{{"type", {"object", "null"}}}, {{"const", ""}}}}};
    default:
      return {{"type", {"string", "null"}}};
  }
}

}  // namespace nrmm::cities
