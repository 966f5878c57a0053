#include "workflows/case_routes.hpp"

#include <set>

#include "base/random.hpp"
#include "http/bad_request.hpp"

namespace nrmm::workflows {
namespace {

using http::Member;
using http::Request;
using http::Response;

Response with_version(Json shown) {
  const auto version = shown["version"].get<std::int64_t>();
  Response answer = Response::ok(std::move(shown));
  return answer.etag(version);
}

Response take_transition(const CaseService& cases, Request& request) {
  TransitionRequest wanted;
  wanted.transition = request.text("transition");
  wanted.version = request.if_match.value();
  wanted.reason = request.text("reason");
  if (request.body.contains("remarks")) wanted.remarks = request.body["remarks"];
  const Case after = cases.transition(call_of(request), request.param("id"), wanted);
  return with_version(cases.view(call_of(request), after));
}

Response determine(const CaseService& cases, Request& request) {
  const Case after = cases.determine(
      call_of(request), request.param("id"),
      {request.if_match.value(), request.text("name"), request.text("value"), request.text("reason")});
  return with_version(cases.view(call_of(request), after));
}

Response show(const CaseService& cases, Request& request) {
  return with_version(cases.view(call_of(request), request.param("id")));
}

constexpr std::size_t kMostAtOnce = 50;

std::vector<SeenCase> seen_cases(const Request& request) {
  std::vector<SeenCase> seen;
  std::set<std::string> ids;
  for (const Json& one : request.body["cases"]) {
    const bool shaped = one.is_object() && one.size() == 2 && one.contains("id") && one["id"].is_string() &&
                        one.contains("version") && one["version"].is_number_integer();
    if (!shaped || !ids.insert(one["id"].get<std::string>()).second)
      throw http::bad_request("request.type", "cases");
    seen.push_back({one["id"], one["version"].get<std::int64_t>()});
  }
  if (seen.empty() || seen.size() > kMostAtOnce) throw http::bad_request("request.too_long", "cases");
  return seen;
}

Response assign(const CaseService& cases, Request& request) {
  const Case after = cases.assign(
      call_of(request), request.param("id"),
      {request.if_match.value(), request.text("officer"), request.text("district"), request.text("reason")});
  return with_version(cases.view(call_of(request), after));
}

// Of many cases: what an officer's desk and its head need beyond the single one.
void add_desk_routes(http::Router& router, const CaseService& cases) {
  router.add(
      {.method = "GET",
       .path = "cases/summary",
       .summary = "The caller's queues and how many cases each holds",
       .handler = [&cases](Request& request) { return Response::ok(cases.summary(call_of(request))); }});
  router.add(
      {.method = "POST",
       .path = "cases/bulk-transitions",
       .summary = "The same transition of at most 50 cases in which nothing is flagged, each for itself",
       .handler =
           [&cases](Request& request) {
             return Response::ok(
                 cases.transitions(call_of(request), request.text("transition"), seen_cases(request)));
           },
       .body = {{.name = "transition", .required = true},
                {.name = "cases",
                 .type = Member::Type::array,
                 .required = true,
                 .description = "[{id, version}]"}}});
  router.add({.method = "GET",
              .path = "cases/{id}/assignees",
              .summary = "The officers who may be given the case",
              .handler =
                  [&cases](Request& request) {
                    return Response::ok(cases.assignees(call_of(request), request.param("id"),
                                                        request.query_or("district", "")));
                  },
              .query = {{.name = "district", .description = "of another office; default the case's own"}}});
  router.add(
      {.method = "POST",
       .path = "cases/{id}/assignment",
       .summary = "Hand a case to another officer or to another district's office",
       .handler = [&cases](Request& request) { return assign(cases, request); },
       .body = {{.name = "officer", .description = "account id"}, {.name = "district"}, {.name = "reason"}},
       .needs_version = true});
}

}  // namespace

void add_case_routes(http::Router& router, const CaseService& cases) {
  add_desk_routes(router, cases);
  router.add(
      {.method = "GET",
       .path = "cases",
       .summary = "The review queue of an officer, oldest or most urgent first; else the caller's own cases",
       .handler =
           [&cases](Request& request) {
             return Response::ok(cases.list(call_of(request), request.query, request.limit()));
           },
       .query = http::list_query({{.name = "kind"},
                                  {.name = "state"},
                                  {.name = "phase"},
                                  {.name = "district"},
                                  {.name = "department"},
                                  {.name = "role", .description = "whose turn it is"},
                                  {.name = "mine", .type = Member::Type::flag},
                                  {.name = "turn", .type = Member::Type::flag},
                                  {.name = "overdue", .type = Member::Type::flag},
                                  {.name = "due_before", .description = "a day"},
                                  {.name = "order", .description = "oldest or urgent"}})});
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
  router.add({.method = "POST",
              .path = "cases/{id}/determinations",
              .summary = "Set a derived value that the rules could not say or leave to an officer",
              .handler = [&cases](Request& request) { return determine(cases, request); },
              .body = {{.name = "name", .required = true},
                       {.name = "value", .required = true},
                       {.name = "reason", .required = true}},
              .needs_version = true});
}

}  // namespace nrmm::workflows
