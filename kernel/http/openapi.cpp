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

// What may be kept before it is complete: any of the answers, none of the rules.
Json draft_of(const Json& schema) {
  Json draft = {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  for (const auto& [name, value] : schema["properties"].items()) draft["properties"][name] = true;
  return draft;
}

void add_forms(Json& schemas, const cities::Pack& pack, Date on) {
  Json drafts = Json::array();
  for (const char* needed : {"account", "profile"})
    schemas[std::string("form_") + needed] = Json{{"type", "object"}};
  for (const auto& [name, form] : pack.forms) {
    Json either = Json::array();
    for (const char* kind : {"person", "enterprise"}) {
      const std::string place = "form_" + name + "_" + kind;
      Json schema = cities::form_schema(pack, form, {{"account_kind", kind}}, on);
      schema.erase("$schema");
      deepen(schema, place);
      either.push_back({{"$ref", "#/components/schemas/" + place}});
      schemas["draft_of_" + name] = draft_of(schema);
      schemas[place] = std::move(schema);
    }
    schemas["form_" + name] = {{"anyOf", std::move(either)}};
    drafts.push_back({{"$ref", "#/components/schemas/draft_of_" + name}});
  }
  schemas["draft_of_any_form"] =
      drafts.empty() ? Json{{"type", "object"}} : Json{{"anyOf", std::move(drafts)}};
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
