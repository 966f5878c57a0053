#include "machines/history_routes.hpp"

#include "http/bad_request.hpp"

namespace nrmm::machines {
namespace {

using http::Request;
using http::Response;

Response show(const MachineHistory& history, Request& request) {
  const auto given = request.query_maybe("as_of");
  const auto as_of = given ? Date::parse(*given) : std::nullopt;
  if (given && !as_of) throw http::bad_request("request.type", "as_of");
  return Response::ok(history.of(workflows::call_of(request), request.pack, request.param("id"), as_of));
}

}  // namespace

void add_history_routes(http::Router& router, const MachineHistory& history) {
  router.add({.method = "GET",
              .path = "machines/{id}/history",
              .summary = "What became of a registered machine, and its record as it stood on a day",
              .handler = [&history](Request& request) { return show(history, request); },
              .query = {{.name = "as_of", .description = "the end of that day; default today"}}});
}

}  // namespace nrmm::machines
