#include "machines/machine_routes.hpp"

#include "http/bad_request.hpp"

namespace nrmm::machines {
namespace {

using http::Member;
using http::Request;
using http::Response;
using workflows::call_of;

const Member kAnswers{"answers", Member::Type::object, true, "field → value"};

const Member kKind{"kind", Member::Type::text, false, "one of the city's filings; left out: the first"};

const Member kChange{"kind", Member::Type::text, true, "one of `changes` in GET city"};

ChangeService::Wanted wanted(Request& request) { return {request.text("kind"), request.body["answers"]}; }

Response with_version(Response answer) {
  const auto version = answer.body.at("version").get<std::int64_t>();
  answer.etag(version);
  return answer;
}

Response begin(const MachineService& machines, Request& request) {
  const auto earlier = request.maybe_text("copy_of");
  const bool answered = request.body.contains("answers");
  if (!earlier && !answered) throw http::bad_request("request.missing", "answers");
  const Json answers = answered ? request.body["answers"] : Json::object();
  const std::string kind = request.text("kind");
  return with_version(
      Response::created(earlier ? machines.copy(call_of(request), request.pack, *earlier, answers, kind)
                                : machines.create(call_of(request), request.pack, answers, kind)));
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
  router.add(
      {.method = "POST",
       .path = "machines",
       .summary = "A new filing as a draft; it may be incomplete, or start from an earlier one",
       .handler = [&machines](Request& request) { return begin(machines, request); },
       .body = {{"answers", Member::Type::object, false, "field → value; may be left out with copy_of"},
                kKind,
                {.name = "copy_of", .description = "id of a machine or case of the caller's own"}}});
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
  router.add({.method = "PUT",
              .path = "machines/{id}/steps/{step}",
              .summary = "Save the answers of one step; `progress` says what is missing or wrong so far",
              .handler =
                  [&machines](Request& request) {
                    return with_version(Response::ok(machines.replace_step(
                        call_of(request), request.pack, request.param("id"), request.param("step"),
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
                    return Response::ok(changes.of_machine(call_of(request), request.pack,
                                                           request.param("id"), wanted(request)));
                  },
              .body = {kChange, kAnswers}});
  router.add({.method = "POST",
              .path = "codes/{serial}/changes",
              .summary = "Ask for a change of the machine that bears the code, for who is not its owner yet",
              .handler =
                  [&changes](Request& request) {
                    return Response::ok(changes.of_code(call_of(request), request.pack,
                                                        request.param("serial"), wanted(request)));
                  },
              .body = {kChange, kAnswers}});
}

void add_like_machine_routes(http::Router& router, const LikeMachines& like) {
  router.add({.method = "GET",
              .path = "cases/{id}/duplicates",
              .summary = "Machines that share an identifier with the filing, their answers beside its own",
              .handler = [&like](Request& request) {
                return Response::ok(like.of_case(call_of(request), request.pack, request.param("id")));
              }});
}

}  // namespace nrmm::machines
