// When a call is refused, and what a refusal looks like.
#include <map>

#include "http/openapi_operation.hpp"
#include "http/route_table.hpp"

namespace nrmm::http {
namespace {

const std::map<int, const char*> kWhen = {
    {400, "malformed, unknown or duplicate key, wrong type"},
    {401, "no token, or a dead one"},
    {403, "not for this caller"},
    {404, "absent, or not the caller's: no difference"},
    {408, "the request did not arrive in time"},
    {409, "the state forbids it"},
    {412, "If-Match is stale"},
    {413, "too large"},
    {415, "type not accepted"},
    {422, "breaks the city's rules, or an idempotency key was used with another body"},
    {428, "If-Match or Idempotency-Key is missing"},
    {429, "too often"},
    {500, "a fault of the server"},
    {503, "database, pack or plugin not available; nothing was done"},
};

Json header(const char* name) { return {{"$ref", std::string("#/components/headers/") + name}}; }

bool has_parameter(const Route& route) { return route.path.find('{') != std::string::npos; }

bool of_strangers(const ListedCall& call) { return call.who.contains("anyone"); }

}  // namespace

std::set<int> refusals_of(const ListedCall& call) {
  const Route& route = call.route;
  std::set<int> out = call.contract.refuses;
  out.insert({400, 503});
  const bool of_city = !route.path.starts_with('/');
  if (of_city) out.insert(401);
  if (of_city && (!of_strangers(call) || !route.any_password_state)) out.insert(403);
  if (has_parameter(route)) out.insert(404);
  const bool posts = route.method == "POST";
  if (posts || route.method == "PUT") out.insert({408, 413, 415});
  if (posts && route.idempotent) out.insert({422, 428});
  if (route.needs_version) out.insert({412, 428});
  return out;
}

Json openapi_refusals() {
  const Json schema = {{"schema", {{"$ref", "#/components/schemas/problem"}}}};
  Json out = Json::object();
  for (const auto& [status, when] : kWhen) {
    Json& one = out["refused_" + std::to_string(status)];
    one = {
        {"description", when},
        {"headers", {{"X-Request-Id", header("X-Request-Id")}, {"Cache-Control", header("Cache-Control")}}},
        {"content", {{"application/problem+json", schema}}}};
    if (status == 401) one["headers"]["WWW-Authenticate"] = header("WWW-Authenticate");
    if (status == 429 || status == 503) one["headers"]["Retry-After"] = header("Retry-After");
  }
  return out;
}

Json openapi_headers() {
  const auto of = [](const char* description, Json schema) {
    return Json{{"description", description}, {"required", true}, {"schema", std::move(schema)}};
  };
  const Json text = {{"type", "string"}};
  return {{"X-Request-Id", of("of this request, in the server's log and record", text)},
          {"Cache-Control", of("how long it may be kept", text)},
          {"ETag",
           of("the object's version, for If-Match", {{"type", "string"}, {"pattern", "^\"[1-9][0-9]*\"$"}})},
          {"WWW-Authenticate", of("the scheme", {{"const", "Bearer"}})},
          {"Retry-After",
           of("seconds until another try may help", {{"type", "string"}, {"pattern", "^[1-9][0-9]*$"}})}};
}

Json problem_schema() {
  const Json text = {{"type", "string"}};
  const Json named = {{"type", "string"}, {"pattern", "^[a-z0-9_]+\\.[a-z0-9_.]+$"}};
  const Json error = {{"type", "object"},
                      {"properties", {{"field", text}, {"code", text}, {"message", text}, {"basis", text}}},
                      {"required", {"field", "code", "message", "basis"}},
                      {"additionalProperties", false}};
  return {{"type", "object"},
          {"description", "RFC 9457. `code` is stable; further members belong to the code."},
          {"properties",
           {{"type", text},
            {"title", {{"type", "string"}, {"minLength", 1}}},
            {"status", {{"type", "integer"}, {"minimum", 400}, {"maximum", 599}}},
            {"code", named},
            {"request_id", text},
            {"errors", {{"type", "array"}, {"items", error}}}}},
          {"required", {"type", "title", "status", "code", "request_id", "errors"}}};
}

}  // namespace nrmm::http
