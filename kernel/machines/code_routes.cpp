#include "machines/code_routes.hpp"

#include "base/problem.hpp"

namespace nrmm::machines {

namespace {

using http::Member;
using http::Request;
using http::Response;
using workflows::call_of;

Response collections(const Desk& desk, Request& request) {
  std::optional<bool> overdue;
  if (request.query_maybe("overdue")) overdue = request.query_flag("overdue");
  return Response::ok(desk.list(call_of(request), *request.pack, request.query_or("state", ""), overdue,
                                request.query_or("cursor", ""), request.limit()));
}

void add_desk_routes(http::Router& router, const Desk& desk) {
  router.add(
      {.method = "POST",
       .path = "codes/{serial}/collection",
       .summary = "Hand a code out at the desk",
       .handler =
           [&desk](Request& request) {
             return Response::ok(desk.collect(call_of(request), *request.pack, request.param("serial"),
                                              request.text("password"), request.text("receiver")));
           },
       .body = {{.name = "password", .description = "that the owner was shown, where the city asks it"},
                {.name = "receiver", .description = "name of who collects it"}}});
  router.add({.method = "GET",
              .path = "collections",
              .summary = "Codes to be handed out, and those that were, newest first",
              .handler = [&desk](Request& request) { return collections(desk, request); },
              .query = http::list_query({{.name = "state", .description = "ready or collected"},
                                         {.name = "overdue", .type = Member::Type::flag}})});
}

}  // namespace

void add_code_routes(http::Router& router, CodeLookup& lookup, const Desk& desk) {
  add_desk_routes(router, desk);
  router.add({.method = "GET",
              .path = "codes/{code}",
              .summary = "What anyone who scans or types a registration code may see",
              .handler = [&lookup](http::Request& request) {
                const auto found =
                    lookup.look_up(request.session(), *request.pack, request.actor, request.param("code"));
                if (!found) throw Problem(404, "request.not_found");
                return http::Response::ok(*found);
              }});
}

}  // namespace nrmm::machines
