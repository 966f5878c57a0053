#include "http/openapi_operation.hpp"

#include "http/route_table.hpp"

namespace nrmm::http {
namespace {

Json typed(const Member& member) {
  switch (member.type) {
    case Member::Type::text:
      return {{"type", "string"}, {"maxLength", member.max_length}};
    case Member::Type::integer:
      return {{"type", "integer"}};
    case Member::Type::number:
      return {{"type", "number"}};
    case Member::Type::flag:
      return {{"type", "boolean"}};
    case Member::Type::object:
      return {{"type", "object"}};
    case Member::Type::array:
      return {{"type", "array"}, {"items", Json::object()}};
    case Member::Type::any:
      break;
  }
  return Json::object();
}

Json schema_of(const Member& member, const CallContract& contract) {
  const auto said = contract.takes.find(member.name);
  Json schema = said == contract.takes.end() ? typed(member) : said->second;
  if (!member.description.empty()) schema["description"] = member.description;
  return schema;
}

Json parameter(const std::string& name, const char* in, bool required, Json schema) {
  return {{"name", name}, {"in", in}, {"required", required}, {"schema", std::move(schema)}};
}

Json parameters_of(const Route& route, const CallContract& contract) {
  Json parameters = Json::array();
  for (const std::string& segment : template_segments(route.path)) {
    if (is_parameter(segment))
      parameters.push_back(parameter(parameter_name(segment), "path", true, {{"type", "string"}}));
  }
  for (const Member& member : route.query) {
    parameters.push_back(parameter(member.name, "query", member.required, schema_of(member, contract)));
    if (member.type == Member::Type::flag) parameters.back()["allowEmptyValue"] = true;
  }
  if (route.needs_version)
    parameters.push_back(
        parameter("If-Match", "header", true, {{"type", "string"}, {"pattern", "^\"[1-9][0-9]*\"$"}}));
  if (route.method == "POST" && route.idempotent)
    parameters.push_back(parameter("Idempotency-Key", "header", true,
                                   {{"type", "string"}, {"minLength", 1}, {"maxLength", 128}}));
  return parameters;
}

Json content(const std::string& media, Json schema) { return {{media, {{"schema", std::move(schema)}}}}; }

Json body_schema(const Route& route, const CallContract& contract) {
  Json schema = {{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  Json required = Json::array();
  for (const Member& member : route.body) {
    schema["properties"][member.name] = schema_of(member, contract);
    if (member.required) required.push_back(member.name);
  }
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

void add_body(Json& operation, const Route& route, const CallContract& contract) {
  if (route.upload) {
    const Json file = {{"type", "string"}, {"contentMediaType", "application/octet-stream"}};
    const Json whole = {{"type", "object"}, {"properties", {{"file", file}}}, {"required", {"file"}}};
    operation["requestBody"] = {{"required", true}, {"content", content("multipart/form-data", whole)}};
  } else if (!route.body.empty()) {
    const Json schema = body_schema(route, contract);
    operation["requestBody"] = {{"required", schema.contains("required")},
                                {"content", content("application/json", schema)}};
  }
}

Json answer(int status, const Json& schema, const CallContract& contract) {
  const auto header = [](const char* name) {
    return Json{{"$ref", std::string("#/components/headers/") + name}};
  };
  Json out = {
      {"description", status == 201   ? "made"
                      : status == 202 ? "taken up"
                                      : "done"},
      {"headers", {{"X-Request-Id", header("X-Request-Id")}, {"Cache-Control", header("Cache-Control")}}}};
  if (contract.etag) out["headers"]["ETag"] = header("ETag");
  if (contract.maybe_etag)
    out["headers"]["ETag"] = {{"description", "the object's version"}, {"schema", {{"type", "string"}}}};
  if (!schema.is_null()) out["content"] = content("application/json", schema);
  if (status == 200 && !contract.bytes.empty())
    out["content"].update(content(contract.bytes, {{"contentMediaType", contract.bytes}}));
  return out;
}

Json responses_of(const ListedCall& call) {
  Json out = Json::object();
  for (const auto& [status, schema] : call.contract.answers)
    out[std::to_string(status)] = answer(status, schema, call.contract);
  for (const int status : refusals_of(call))
    out[std::to_string(status)] = {{"$ref", "#/components/responses/refused_" + std::to_string(status)}};
  return out;
}

// GET machines/{id} → get_machines_id
std::string operation_id(const Route& route) {
  std::string out;
  for (const char c : route.method) out += static_cast<char>(c - 'A' + 'a');
  for (const std::string& segment : template_segments(route.path)) {
    out += '_';
    for (const char c : is_parameter(segment) ? parameter_name(segment) : segment)
      out += c == '-' || c == '.' ? '_' : c;
  }
  return out;
}

Json security_of(const ListedCall& call) {
  const Json token = {{"token", Json::array()}};
  if (call.route.path.starts_with('/')) return Json::array();
  return call.who.contains("anyone") ? Json::array({Json::object(), token}) : Json::array({token});
}

}  // namespace

Json openapi_operation(const ListedCall& call) {
  Json reach = Json::object();
  for (const auto& [who, how_far] : call.who) reach[who] = name_of(how_far);
  Json operation = {{"operationId", operation_id(call.route)},
                    {"summary", call.route.summary},
                    {"tags", {call.contract.tag}},
                    {"x-reach", std::move(reach)},
                    {"security", security_of(call)},
                    {"parameters", parameters_of(call.route, call.contract)},
                    {"responses", responses_of(call)}};
  add_body(operation, call.route, call.contract);
  return operation;
}

}  // namespace nrmm::http
