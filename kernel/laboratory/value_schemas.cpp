#include "laboratory/value_schemas.hpp"

#include <map>
#include <stdexcept>

#include "yaml/schema.hpp"

namespace nrmm::laboratory {

using cities::KernelName;

std::vector<KernelName> kernel_names(KernelName::Kind kind) {
  std::vector<KernelName> out;
  for (const auto& table :
       {cities::kernel_people(), cities::kernel_facts(), cities::kernel_policies(), cities::kernel_texts()})
    for (const KernelName& row : table)
      if (row.kind == kind) out.push_back(row);
  return out;
}

namespace value_schemas {
namespace {

Json pattern(const char* regex) { return {{"type", "string"}, {"pattern", regex}}; }

Json reference(const char* definition) { return {{"$ref", std::string("#/definitions/") + definition}}; }

// `enumDescriptions` is what editors show beside each offer.
Json names_of(KernelName::Kind kind, const char* detail = nullptr, bool parties_too = false) {
  Json names = Json::array(), meanings = Json::array();
  const auto add = [&](const KernelName& row) {
    names.push_back(row.name);
    meanings.push_back(std::string(row.chinese) + ": " + std::string(row.english));
  };
  if (parties_too)
    for (const KernelName& row : kernel_names(KernelName::Kind::party)) add(row);
  for (const KernelName& row : kernel_names(kind))
    if (!detail || row.detail == detail) add(row);
  return {{"enum", names}, {"enumDescriptions", meanings}};
}

// The kernel's, and what plugins add: an editor knows their form only.
Json names_of_all(KernelName::Kind kind, const char* detail = nullptr, bool parties_too = false) {
  return either(names_of(kind, detail, parties_too), pattern("^[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*$"));
}

Json words(std::span<const cities::Word> table, bool with_none_allowed) {
  Json names = Json::array(), meanings = Json::array();
  for (const cities::Word& word : table) {
    names.push_back(word.name);
    meanings.push_back(word.description);
    if (!with_none_allowed) continue;
    names.push_back(std::string(word.name) + "?");
    meanings.push_back(std::string(word.description) + ", or none");
  }
  return {{"enum", names}, {"enumDescriptions", meanings}};
}

Json words(std::string_view separated) {
  Json names = Json::array();
  for (const std::string& word : yaml::words(separated)) names.push_back(word);
  return {{"enum", names}};
}

Json by_party(const Json& value) {
  return {{"type", "object"},
          {"propertyNames", names_of(KernelName::Kind::party)},
          {"additionalProperties", value}};
}

Json term() {
  const Json label = {{"type", "string"}, {"description", "what people read"}};
  return either(label, closed({{"label", label}, {"from", date()}, {"to", date()}}, {"label"}));
}

Json rows() {
  const Json object = {{"type", "object"}};
  return list_of({{"type", "array"}, {"items", {object, object}}, {"minItems", 2}, {"maxItems", 2}});
}

Json dated_values() {
  return {{"type", "object"},
          {"minProperties", 1},
          {"propertyNames", {{"pattern", "^\\d{4}-\\d{2}-\\d{2}$"}}},
          {"additionalProperties", reference("dated")}};
}

Json answer() { return {{"type", {"string", "number", "boolean", "array"}}}; }

using Make = Json (*)();

const std::map<std::string_view, Make>& named_kinds() {
  using Kind = KernelName::Kind;
  static const std::map<std::string_view, Make> kKinds = {
      {"party", [] { return names_of(Kind::party); }},
      {"role", [] { return names_of_all(Kind::role); }},
      {"reviewing_role", [] { return names_of_all(Kind::role, cities::kReviews); }},
      {"actor", [] { return names_of_all(Kind::role, cities::kReviews, true); }},
      {"subject", [] { return names_of(Kind::subject); }},
      {"effect", [] { return names_of_all(Kind::effect); }},
      {"sms_purpose", [] { return names_of(Kind::sms_purpose); }},
      {"field_type", [] { return words(cities::field_types(), false); }},
      {"policy_type", [] { return words(cities::policy_types(), true); }},
      {"policy_of", [] { return words("workflows facts machine movement"); }},
      {"adcode", [] { return pattern("^\\d{6}$"); }},
      {"district_code", [] { return pattern("^[0-9A-HJ-NP-Z]{2}$"); }},
      {"hours", [] { return pattern("^\\d\\d:\\d\\d-\\d\\d:\\d\\d$"); }},
      {"rule", [] { return pattern("^[A-Za-z_][A-Za-z0-9_]*\\.[A-Za-z_][A-Za-z0-9_]*$"); }},
      {"document", text},
      {"code", text},
      {"event", text},
      {"term", term},
  };
  return kKinds;
}

const std::map<std::string_view, Make>& other_kinds() {
  static const std::map<std::string_view, Make> kKinds = {
      {"condition", [] { return reference("condition"); }},
      {"value", [] { return Json(true); }},
      {"values", dated_values},
      {"answer", answer},
      {"edits", [] { return by_party(either(text(), list_of(text()))); }},
      {"tell", [] { return by_party(text()); }},
      {"rows", rows},
  };
  return kKinds;
}

Json plain_policy_value(std::string_view type) {
  if (type == "flag") return {{"type", "boolean"}};
  if (type == "integer") return {{"type", "integer"}};
  if (type == "number") return {{"type", "number"}};
  if (type == "date") return date();
  if (type == "duration") return pattern("^\\d+ (working )?days?$");
  if (type == "condition") return reference("condition");
  if (type == "dates") return list_of(pattern("^\\d{4}-\\d{2}-\\d{2}(/\\d{4}-\\d{2}-\\d{2})?$"));
  if (type == "table") return list_of({{"type", "object"}});
  return type == "choices" || type == "names" ? list_of(text()) : text();
}

// A fact's listed values, one of them or several; every name can be asked for `present` and `absent`.
Json asked(const KernelName& fact) {
  Json values = Json::array();
  for (const std::string& word : yaml::words(fact.detail))
    values.push_back(word == "true" ? Json(true) : word == "false" ? Json(false) : Json(word));
  const Json several = list_of({{"enum", values}});
  for (const char* word : {"present", "absent"}) values.push_back(word);
  return either({{"enum", values}}, several);
}

}  // namespace

Json text() { return {{"type", "string"}}; }

Json date() { return pattern("^\\d{4}-\\d{2}-\\d{2}$"); }

Json none() { return {{"const", "none"}}; }

Json either(Json schema, Json other) {
  return {{"anyOf", Json::array({std::move(schema), std::move(other)})}};
}

Json list_of(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }

Json closed(Json properties, Json required) {
  Json out = {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) out["required"] = std::move(required);
  return out;
}

Json named(std::string_view kind) {
  const auto found = named_kinds().find(kind);
  return found == named_kinds().end() ? Json(true) : found->second();
}

Json other(std::string_view kind) {
  const auto found = other_kinds().find(kind);
  if (found == other_kinds().end())
    throw std::logic_error("no schema for values of kind " + std::string(kind));
  return found->second();
}

Json policy_value(std::string_view type) {
  if (!type.ends_with('?')) return plain_policy_value(type);
  return either(plain_policy_value(type.substr(0, type.size() - 1)), none());
}

Json condition_definition() {
  const Json conditions = {{"type", "array"}, {"minItems", 1}, {"items", reference("condition")}};
  Json properties = {{"all", conditions}, {"any", conditions}};
  properties["all"]["description"] = "all of these hold";
  properties["any"]["description"] = "one of these holds";
  for (const KernelName& fact : kernel_names(KernelName::Kind::fact)) {
    if (fact.detail.empty()) continue;
    Json& asking = properties[std::string(fact.name)] = asked(fact);
    asking["description"] = std::string(fact.chinese) + ": " + std::string(fact.english);
  }
  const Json value = {{"type", {"string", "boolean"}}};
  const Json object = {{"type", "object"},
                       {"minProperties", 1},
                       {"properties", properties},
                       {"additionalProperties", either(value, list_of(value))}};
  return either({{"type", "boolean"}}, object);
}

}  // namespace value_schemas
}  // namespace nrmm::laboratory
