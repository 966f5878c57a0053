#include "machines/machine_routes.hpp"

namespace nrmm::machines {
namespace {

using http::Member;
using http::Request;
using http::Response;
using workflows::call_of;

const Member kAnswers{"answers", Member::Type::object, true, "field → value"};

const Member kKind{"kind", Member::Type::text, false, "one of the city's filings; left out: the first"};

Response with_version(Response answer) {
  const auto version = answer.body.at("version").get<std::int64_t>();
  answer.etag(version);
  return answer;
}

void add_reading(http::Router& router, const MachineService& machines) {
  router.add({.method = "GET",
              .path = "machines",
              .summary = "The caller's machines, or those of an officer's districts, newest first",
              .handler =
                  [&machines](Request& request) {
                    return Response::ok(
                        machines.list(call_of(request), request.pack, request.query, request.limit()));
                  },
              .query = http::list_query({{.name = "state"}, {.name = "district"}})});
  router.add({.method = "GET",
              .path = "machines/{id}",
              .summary = "One machine with its case and history",
              .handler = [&machines](Request& request) {
                return with_version(
                    Response::ok(machines.view(call_of(request), request.pack, request.param("id"))));
              }});
}

void add_drafting(http::Router& router, const MachineService& machines) {
  router.add({.method = "POST",
              .path = "machines",
              .summary = "A new filing as a draft; it may be incomplete",
              .handler =
                  [&machines](Request& request) {
                    return with_version(Response::created(machines.create(
                        call_of(request), request.pack, request.body["answers"], request.text("kind"))));
                  },
              .body = {kAnswers, kKind}});
  router.add({.method = "PUT",
              .path = "machines/{id}",
              .summary = "Replace all answers of a draft or of a returned filing",
              .handler =
                  [&machines](Request& request) {
                    return with_version(
                        Response::ok(machines.replace(call_of(request), request.pack, request.param("id"),
                                                      request.body["answers"], request.if_match.value())));
                  },
              .body = {kAnswers},
              .needs_version = true});
  router.add({.method = "DELETE",
              .path = "machines/{id}",
              .summary = "Throw a draft away",
              .handler = [&machines](Request& request) {
                machines.remove(call_of(request), request.param("id"));
                return Response::no_content();
              }});
}

}  // namespace

void add_machine_routes(http::Router& router, const MachineService& machines) {
  add_reading(router, machines);
  add_drafting(router, machines);
  router.add({.method = "POST",
              .path = "machines/{id}/submission",
              .summary = "Hand the filing in: judged by the city's rules, then reviewed",
              .handler =
                  [&machines](Request& request) {
                    return Response::ok(machines.submit(call_of(request), request.pack, request.param("id"),
                                                        request.text("owner_sms_code")));
                  },
              .body = {{.name = "owner_sms_code"}}});
}

void add_change_routes(http::Router& router, const ChangeService& changes) {
  router.add({.method = "POST",
              .path = "machines/{id}/changes",
              .summary = "Ask for a change of a registered machine, or hand a returned one in again",
              .handler =
                  [&changes](Request& request) {
                    return Response::ok(changes.hand_in(call_of(request), request.pack, request.param("id"),
                                                        request.text("kind"), request.body["answers"]));
                  },
              .body = {{.name = "kind", .required = true, .description = "one of `changes` in GET city"},
                       kAnswers}});
}

}  // namespace nrmm::machines
