#include "laboratory/pack_schema.hpp"

#include <algorithm>

#include "laboratory/value_schemas.hpp"

namespace nrmm::laboratory {
namespace {

using cities::KernelName;
using cities::Kind;
using yaml::Key;
using yaml::Schema;
using yaml::Type;
using namespace value_schemas;

// A child states parts of what its parent has, and `none` where it takes something away; what is laid over as
// a whole is stated as a whole.
struct Stated {
  bool in_parts, none_allowed;

  Stated whole() const { return {false, none_allowed}; }
};

Json mapping(const Schema& schema, Stated stated);

Json or_none(Json schema, Stated stated) {
  return stated.none_allowed ? either(std::move(schema), none()) : std::move(schema);
}

// Where a name is asked, the schema of what bears it is of no use.
bool is_word(const Json& schema) {
  if (!schema.is_object()) return false;
  const auto ways = schema.find("anyOf");
  if (ways != schema.end()) return std::all_of(ways->begin(), ways->end(), is_word);
  return schema.value("type", "string") == "string";
}

Json values_of(const Key& key, Stated stated) {
  switch (key.type) {
    case Type::flag:
      return {{"type", "boolean"}};
    case Type::integer:
      return {{"type", "integer"}};
    case Type::number:
      return {{"type", "number"}};
    case Type::date:
      return date();
    case Type::choice: {
      Json options = Json::array();
      for (const std::string& option : yaml::words(key.options)) options.push_back(option);
      return {{"enum", options}};
    }
    case Type::text:
    case Type::texts:
    case Type::text_or_texts: {
      const Json word = named(key.kind);
      return is_word(word) ? word : text();
    }
    case Type::other:
      return other(key.kind);
    case Type::object:
    case Type::list:
    case Type::named:
      return mapping(*key.of, stated.whole());
    case Type::named_values:
      return named(key.kind);
  }
  return true;
}

Json value(const Key& key, Stated stated) {
  switch (key.type) {
    case Type::texts:
    case Type::list:
      return list_of(values_of(key, stated));
    case Type::text_or_texts:
      return either(values_of(key, stated), list_of(values_of(key, stated)));
    case Type::named:
      return {{"type", "object"}, {"additionalProperties", or_none(mapping(*key.of, stated), stated)}};
    case Type::named_values: {
      const Json each = values_of(key, stated);
      return {{"type", "object"}, {"additionalProperties", each == true ? each : or_none(each, stated)}};
    }
    default:
      return values_of(key, stated);
  }
}

Json property(const Key& key, Stated stated) {
  Json out = value(key, stated);
  if (!out.is_object()) out = Json::object();
  if (out != Json::object() && out != text()) out = or_none(std::move(out), stated);
  out["description"] = key.description;
  return out;
}

Json mapping(const Schema& schema, Stated stated) {
  Json properties = Json::object(), required = Json::array();
  for (const Key& key : schema.keys) {
    properties[std::string(key.name)] = property(key, stated);
    if (key.mandatory && !stated.in_parts) required.push_back(key.name);
  }
  return closed(std::move(properties), std::move(required));
}

// ── policies: the kernel's own by name, others by the type they state ──

Json policy_of_type(std::string_view type) {
  Json out = {{"properties", {{"value", policy_value(type)}}}};
  out["properties"]["values"]["additionalProperties"]["properties"]["value"] = policy_value(type);
  return out;
}

Json types_of_values() {
  Json out = Json::array();
  for (const cities::Word& word : cities::policy_types()) {
    for (const char* none_allowed : {"", "?"}) {
      const std::string type = std::string(word.name) + none_allowed;
      const Json stated = {{"properties", {{"type", {{"const", type}}}}}, {"required", {"type"}}};
      out.push_back({{"if", stated}, {"then", policy_of_type(type)}});
    }
  }
  return out;
}

Json kernel_policy(const KernelName& row) {
  const Json of_type = policy_of_type(row.detail);
  const Json type = {{"properties", {{"type", {{"enum", {row.detail, "none"}}}}}}};
  return {{"description",
           std::string(row.chinese) + ": " + std::string(row.english) + " (" + std::string(row.detail) + ")"},
          {"anyOf", {{{"allOf", {{{"$ref", "#/definitions/policy"}}, of_type, type}}}, none()}}};
}

void add_policies(Json& schema) {
  Json whatever = mapping(*cities::kPolicies.schema, {true, true});
  schema["definitions"]["policy"] = whatever;
  whatever["allOf"] = types_of_values();
  schema["additionalProperties"] = either(std::move(whatever), none());
  for (const KernelName& row : kernel_names(KernelName::Kind::policy))
    schema["properties"][std::string(row.name)] = kernel_policy(row);
}

// ── the others ──

// The kernel's own names, with what they mean; what stands under them is as under any other.
void describe_names(Json& schema, KernelName::Kind kind) {
  schema["definitions"]["named"] = schema["additionalProperties"];
  const Json definition = {{"allOf", Json::array({{{"$ref", "#/definitions/named"}}})}};
  for (const KernelName& row : kernel_names(kind)) {
    Json& named = schema["properties"][std::string(row.name)] = definition;
    named["description"] = std::string(row.chinese) + ": " + std::string(row.english);
    if (kind == KernelName::Kind::text && !row.detail.empty())
      named["description"] = named["description"].get<std::string>() + " {" + std::string(row.detail) + "}";
  }
}

Json titled(const std::string& title) {
  return {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}};
}

FileSchema of_kind(const Kind& kind) {
  const std::string name(kind.name);
  FileSchema out{
      name, {"cities/*/" + name + ".yaml", "cities/*/" + name + "/**/*.yaml"}, titled(name + " of a city")};
  Json& schema = out.schema;
  schema["type"] = {"object", "null"};
  schema["definitions"] = {{"condition", condition_definition()},
                           {"dated", mapping(cities::kDatedValueSchema, {false, false})}};
  if (&kind == &cities::kPolicies) {
    add_policies(schema);
    return out;
  }
  // Tests are inherited to start from, but each is stated whole.
  const Stated stated{kind.inherited && &kind != &cities::kTests, kind.inherited};
  Json definition = kind.schema ? mapping(*kind.schema, stated) : text();
  schema["additionalProperties"] =
      kind.schema ? or_none(std::move(definition), stated) : std::move(definition);
  if (&kind == &cities::kForms) describe_names(schema, KernelName::Kind::form);
  if (&kind == &cities::kMessages) describe_names(schema, KernelName::Kind::text);
  return out;
}

}  // namespace

std::vector<FileSchema> pack_schemas() {
  FileSchema manifest{"pack", {"cities/*/pack.yaml"}, titled("manifest of a city")};
  manifest.schema.update(mapping(cities::kManifestSchema, {false, false}));
  std::vector<FileSchema> out{std::move(manifest)};
  for (const Kind* kind : cities::kinds()) out.push_back(of_kind(*kind));
  return out;
}

std::string editor_settings(const std::string& folder) {
  std::string out = "{\n  \"yaml.schemas\": {\n";
  const auto schemas = pack_schemas();
  for (const FileSchema& each : schemas) {
    std::string files;
    for (const std::string& file : each.files) files += (files.empty() ? "\"" : ", \"") + file + "\"";
    out += "    \"./" + folder + "/" + each.name + ".schema.json\": [" + files + "]" +
           (&each == &schemas.back() ? "\n" : ",\n");
  }
  return out + "  },\n  \"yaml.yamlVersion\": \"1.2\"\n}\n";
}

}  // namespace nrmm::laboratory
