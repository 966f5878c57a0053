#include "http/openapi.hpp"

#include "cities/form_wire.hpp"
#include "http/route_table.hpp"

namespace nrmm::http {
namespace {

Json schema_of(const Member& member) {
  Json schema = Json::object();
  switch (member.type) {
    case Member::Type::text:
      schema = {{"type", "string"}, {"maxLength", member.max_length}};
      break;
    case Member::Type::integer:
      schema["type"] = "integer";
      break;
    case Member::Type::number:
      schema["type"] = "number";
      break;
    case Member::Type::flag:
      schema["type"] = "boolean";
      break;
    case Member::Type::object:
      schema["type"] = "object";
      break;
    case Member::Type::array:
      schema["type"] = "array";
      break;
    case Member::Type::any:
      break;
  }
  if (!member.description.empty()) schema["description"] = member.description;
  return schema;
}

Json parameter(const std::string& name, const char* in, bool required, Json schema) {
  return {{"name", name}, {"in", in}, {"required", required}, {"schema", std::move(schema)}};
}

Json parameters_of(const Route& route) {
  Json parameters = Json::array();
  for (const std::string& segment : template_segments(route.path)) {
    if (is_parameter(segment))
      parameters.push_back(parameter(parameter_name(segment), "path", true, {{"type", "string"}}));
  }
  for (const Member& member : route.query)
    parameters.push_back(parameter(member.name, "query", member.required, schema_of(member)));
  if (route.needs_version)
    parameters.push_back(
        parameter("If-Match", "header", true, {{"type", "string"}, {"pattern", "^\"[1-9][0-9]*\"$"}}));
  if (route.method == "POST" && route.idempotent)
    parameters.push_back(
        parameter("Idempotency-Key", "header", true, {{"type", "string"}, {"maxLength", 128}}));
  return parameters;
}

Json upload_schema() {
  const Json file = {{"type", "string"}, {"contentMediaType", "application/octet-stream"}};
  return {{"type", "object"}, {"properties", {{"file", file}}}, {"required", {"file"}}};
}

Json body_schema(const std::vector<Member>& members) {
  Json schema = {{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  Json required = Json::array();
  for (const Member& member : members) {
    schema["properties"][member.name] = schema_of(member);
    if (member.required) required.push_back(member.name);
  }
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

Json operation(const Route& route) {
  const Json problem = {
      {"description", "refused"},
      {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/problem"}}}}}}}};
  Json operation = {{"summary", route.summary},
                    {"parameters", parameters_of(route)},
                    {"responses", {{"2XX", {{"description", "done"}}}, {"default", problem}}}};
  if (route.upload) {
    operation["requestBody"] = {{"required", true},
                                {"content", {{"multipart/form-data", {{"schema", upload_schema()}}}}}};
  } else if (!route.body.empty()) {
    operation["requestBody"] = {{"required", true},
                                {"content", {{"application/json", {{"schema", body_schema(route.body)}}}}}};
  }
  return operation;
}

std::string lower_method(std::string method) {
  for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
  return method;
}

Json problem_schema() {
  const Json text = {{"type", "string"}};
  const Json error = {{"type", "object"},
                      {"properties", {{"field", text}, {"code", text}, {"message", text}, {"basis", text}}},
                      {"required", {"field", "code", "message", "basis"}}};
  return {{"type", "object"},
          {"properties",
           {{"type", text},
            {"title", text},
            {"status", {{"type", "integer"}}},
            {"code", text},
            {"request_id", text},
            {"errors", {{"type", "array"}, {"items", error}}}}},
          {"required", {"type", "title", "status", "code", "request_id", "errors"}}};
}

Json schemas_of(const cities::Pack& pack, Date on) {
  Json schemas = {{"problem", problem_schema()}};
  for (const auto& [name, form] : pack.forms) {
    for (const char* kind : {"person", "enterprise"})
      schemas["form_" + name + "_" + kind] = cities::form_schema(pack, form, {{"account_kind", kind}}, on);
  }
  return schemas;
}

}  // namespace

Json openapi_document(const std::vector<Route>& routes, const cities::Pack& pack, Date on) {
  Json paths = Json::object();
  for (const Route& route : routes) {
    if (!route.path.starts_with('/')) paths["/" + route.path][lower_method(route.method)] = operation(route);
  }
  return {{"openapi", "3.1.0"},
          {"info", {{"title", pack.name}, {"version", pack.revision}}},
          {"servers", {{{"url", "/" + pack.id + "/v1"}}}},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", schemas_of(pack, on)},
            {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}},
          {"security", {{{"token", Json::array()}}, Json::object()}}};
}

}  // namespace nrmm::http
