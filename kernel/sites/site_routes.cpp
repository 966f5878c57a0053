#include "sites/site_routes.hpp"

#include "base/problem.hpp"

namespace nrmm::sites {
namespace {

using http::Member;
using http::Request;
using http::Response;
using workflows::call_of;

const Member kAnswers{"answers", Member::Type::object, true, "field → value"};

Response with_version(Response answer) {
  const auto version = answer.body.at("version").get<std::int64_t>();
  answer.etag(version);
  return answer;
}

void add_reading(http::Router& router, const SiteService& sites) {
  router.add({.method = "GET",
              .path = "sites",
              .summary = "The caller's sites, or those in an officer's care, newest first",
              .handler =
                  [&sites](Request& request) {
                    return Response::ok(
                        sites.list(call_of(request), request.pack, request.query, request.limit()));
                  },
              .query = http::list_query({{.name = "state"}, {.name = "district"}, {.name = "department"}})});
  router.add({.method = "GET",
              .path = "sites/{id}",
              .summary = "One site with its case and counts",
              .handler = [&sites](Request& request) {
                return with_version(
                    Response::ok(sites.view(call_of(request), request.pack, request.param("id"))));
              }});
}

}  // namespace

void add_site_routes(http::Router& router, const SiteService& sites, const SiteOpening& opening) {
  add_reading(router, sites);
  router.add(
      {.method = "POST",
       .path = "sites",
       .summary =
           "A new site as a draft; a stranger's, where the city opens accounts with it, is handed in at once",
       .handler =
           [&sites, &opening](Request& request) {
             if (!request.actor.signed_in()) return opening.open(request);
             if (!request.actor.has_role(kManager)) throw Problem(403, "request.forbidden");
             return with_version(
                 Response::created(sites.create(call_of(request), request.pack, request.body["answers"])));
           },
       .body = {kAnswers}});
  router.add({.method = "PUT",
              .path = "sites/{id}",
              .summary = "Replace all answers of a draft or of a returned site",
              .handler =
                  [&sites](Request& request) {
                    return with_version(
                        Response::ok(sites.replace(call_of(request), request.pack, request.param("id"),
                                                   request.body["answers"], request.if_match.value())));
                  },
              .body = {kAnswers},
              .needs_version = true});
  router.add({.method = "DELETE",
              .path = "sites/{id}",
              .summary = "Throw a draft away",
              .handler = [&sites](Request& request) {
                sites.remove(call_of(request), request.param("id"));
                return Response::no_content();
              }});
  router.add({.method = "POST",
              .path = "sites/{id}/submission",
              .summary = "Hand the site in: judged by the city's rules, reviewed where the city does",
              .handler = [&sites](Request& request) {
                return Response::ok(sites.submit(call_of(request), request.pack, request.param("id")));
              }});
  router.add({.method = "POST",
              .path = "sites/{id}/closure",
              .summary = "The works are over: nothing enters any more",
              .handler = [&sites](Request& request) {
                return with_version(
                    Response::ok(sites.close(call_of(request), request.pack, request.param("id"))));
              }});
}

void add_recorder_routes(http::Router& router, const Recorders& recorders) {
  router.add(
      {.method = "POST",
       .path = "sites/{id}/recorders",
       .summary = "Add a recorder by name and telephone; its holder binds it",
       .handler =
           [&recorders](Request& request) {
             return Response::created(recorders.add(call_of(request), *request.pack, request.param("id"),
                                                    request.text("name"), request.text("phone")));
           },
       .body = {{"name", Member::Type::text, true, "", 200}, {"phone", Member::Type::text, true, "", 20}}});
  router.add({.method = "GET",
              .path = "sites/{id}/recorders",
              .summary = "The site's recorders, oldest first",
              .handler = [&recorders](Request& request) {
                return Response::ok(recorders.list(call_of(request), request.param("id")));
              }});
  router.add({.method = "DELETE",
              .path = "sites/{id}/recorders/{recorder}",
              .summary = "Unbind a recorder: his next request is refused",
              .handler = [&recorders](Request& request) {
                recorders.remove(call_of(request), request.param("id"), request.param("recorder"));
                return Response::no_content();
              }});
}

}  // namespace nrmm::sites
