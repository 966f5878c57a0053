#include "http/openapi.hpp"

#include <set>

#include "cities/form_wire.hpp"
#include "http/openapi_operation.hpp"

namespace nrmm::http {
namespace {

std::string lower_method(std::string method) {
  for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
  return method;
}

// Below /{city}/v1 like the document itself, or beside it.
void add_path(Json& paths, const ListedCall& call) {
  const bool of_city = !call.route.path.starts_with('/');
  Json& path = paths[of_city ? "/" + call.route.path : call.route.path];
  if (!of_city) path["servers"] = Json::array({{{"url", "/"}}});
  path[lower_method(call.route.method)] = openapi_operation(call);
}

Json tags_of(const std::vector<ListedCall>& calls) {
  std::set<std::string> used;
  for (const ListedCall& call : calls) used.insert(call.contract.tag);
  Json tags = Json::array();
  for (const Contract::Tag& tag : Contract::built_in().tags()) {
    if (used.erase(tag.name)) tags.push_back({{"name", tag.name}, {"description", tag.description}});
  }
  for (const std::string& name : used)
    tags.push_back({{"name", name}, {"description", "Calls of the plugin " + name}});
  return tags;
}

// A form's schema refers to its own parts; inside the document they lie deeper.
void deepen(Json& schema, const std::string& place) {
  if (schema.is_object() && schema.contains("$ref"))
    schema["$ref"] = "#/components/schemas/" + place + schema["$ref"].get<std::string>().substr(1);
  if (schema.is_structured())
    for (Json& part : schema) deepen(part, place);
}

// `true` and `false` among the parts of a condition, as tools take them that expect objects.
void spell_out_flags(Json& schema) {
  if (!schema.is_structured()) return;
  for (const char* parts : {"allOf", "anyOf"})
    if (schema.is_object() && schema.contains(parts))
      for (Json& part : schema[parts])
        if (part.is_boolean()) part = part.get<bool>() ? Json::object() : Json{{"not", Json::object()}};
  for (Json& part : schema) spell_out_flags(part);
}

// What may be kept before it is complete: any of the answers, none of the rules.
Json draft_of(const Json& schema) {
  Json draft = {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  for (const auto& [name, value] : schema["properties"].items()) draft["properties"][name] = true;
  return draft;
}

Json reference(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

Json any_of(Json schemas) {
  return schemas.empty() ? Json{{"type", "object"}} : Json{{"anyOf", std::move(schemas)}};
}

void add_forms(Json& schemas, const cities::Pack& pack, Date on) {
  Json wholes = Json::array(), drafts = Json::array();
  for (const char* needed : {"form_account", "form_profile"}) schemas[needed] = Json{{"type", "object"}};
  for (const auto& [name, form] : pack.forms) {
    Json kinds = Json::array();
    for (const char* kind : {"person", "enterprise"}) {
      const std::string place = "form_" + name + "_" + kind;
      Json schema = cities::form_schema(pack, form, {{"account_kind", kind}}, on);
      schema.erase("$schema");
      deepen(schema, place);
      spell_out_flags(schema);
      schemas["draft_of_" + name] = draft_of(schema);
      schemas[place] = std::move(schema);
      kinds.push_back(reference(place));
    }
    schemas["form_" + name] = any_of(std::move(kinds));
    wholes.push_back(reference("form_" + name));
    drafts.push_back(reference("draft_of_" + name));
  }
  schemas["any_form"] = any_of(std::move(wholes));
  schemas["draft_of_any_form"] = any_of(std::move(drafts));
}

Json schemas_of(const cities::Pack& pack, Date on) {
  Json schemas = Contract::built_in().schemas();
  schemas["problem"] = problem_schema();
  add_forms(schemas, pack, on);
  return schemas;
}

}  // namespace

Json openapi_document(const std::vector<ListedCall>& calls, const cities::Pack& pack, Date on) {
  Json paths = Json::object();
  for (const ListedCall& call : calls) add_path(paths, call);
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", pack.name},
            {"version", pack.revision},
            {"description", "Non-road mobile machinery: the city's API"}}},
          {"servers", {{{"url", "/" + pack.id + "/v1"}}}},
          {"tags", tags_of(calls)},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", schemas_of(pack, on)},
            {"responses", openapi_refusals()},
            {"headers", openapi_headers()},
            {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}},
          {"security", {{{"token", Json::array()}}}}};
}

}  // namespace nrmm::http
