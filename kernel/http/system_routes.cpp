#include "http/system_routes.hpp"

#include "base/problem.hpp"

namespace nrmm::http {
namespace {

Response health_answer(Health& health) {
  const Readiness now = health.now();
  if (now.ready) return Response::ok({{"status", "ready"}, {"checks", now.checks}});
  throw Problem(503, "request.unavailable", {{"checks", now.checks}});
}

Response cities_answer(const PackSource& packs) {
  const auto set = packs.current();
  Json items = Json::array();
  for (const auto& [id, pack] : set->cities)
    items.push_back({{"id", id}, {"name", pack->name}, {"adcode", pack->adcode}, {"base", "/" + id + "/v1"}});
  return Response::ok({{"items", std::move(items)}, {"next", nullptr}});
}

}  // namespace

void add_system_routes(Router& router, const PackSource& packs, Health& health) {
  router.add({.method = "GET",
              .path = "/healthz",
              .summary = "Whether this server is ready",
              .handler = [&health](Request&) { return health_answer(health); }});
  router.add({.method = "GET",
              .path = "/cities",
              .summary = "The cities served here",
              .handler = [&packs](Request&) { return cities_answer(packs); }});
}

}  // namespace nrmm::http
