#include "workflows/case_routes.hpp"

namespace nrmm::workflows {
namespace {

using http::Member;
using http::Request;
using http::Response;

Response take_transition(const CaseService& cases, Request& request) {
  TransitionRequest wanted;
  wanted.transition = request.text("transition");
  wanted.version = request.if_match.value();
  wanted.reason = request.text("reason");
  if (request.body.contains("remarks")) wanted.remarks = request.body["remarks"];
  const Case after = cases.transition(call_of(request), request.param("id"), wanted);
  Response answer = Response::ok(cases.view(call_of(request), after));
  return answer.etag(after.version);
}

Response show(const CaseService& cases, Request& request) {
  Json found = cases.view(call_of(request), request.param("id"));
  const auto version = found["version"].get<std::int64_t>();
  Response answer = Response::ok(std::move(found));
  return answer.etag(version);
}

}  // namespace

void add_case_routes(http::Router& router, const CaseService& cases) {
  router.add({.method = "GET",
              .path = "cases",
              .summary = "The review queue of an officer, oldest first",
              .handler =
                  [&cases](Request& request) {
                    return Response::ok(cases.list(call_of(request), request.query, request.limit()));
                  },
              .query = http::list_query({{.name = "kind"},
                                         {.name = "state"},
                                         {.name = "phase"},
                                         {.name = "district"},
                                         {.name = "mine", .type = Member::Type::flag},
                                         {.name = "turn", .type = Member::Type::flag}})});
  router.add({.method = "GET",
              .path = "cases/{id}",
              .summary = "One case with what the caller may do now",
              .handler = [&cases](Request& request) { return show(cases, request); }});
  router.add({.method = "GET",
              .path = "cases/{id}/why",
              .summary = "Every rule that decided, with basis, revision and inputs",
              .handler = [&cases](Request& request) {
                return Response::ok(cases.why(call_of(request), request.param("id")));
              }});
  router.add({.method = "POST",
              .path = "cases/{id}/transitions",
              .summary = "Claim, release, return, refuse, approve: what the city's workflow offers",
              .handler = [&cases](Request& request) { return take_transition(cases, request); },
              .body = {{.name = "transition", .required = true},
                       {.name = "reason"},
                       {.name = "remarks", .type = Member::Type::array}},
              .needs_version = true});
}

}  // namespace nrmm::workflows
