#include "users/routes.hpp"

namespace nrmm::users {
namespace {

using http::Request;
using Type = http::Member::Type;

http::Route change_route(const OfficerService& officers) {
  http::Route route{"PUT", "officers/{id}", "Give an officer another duty; his sessions end",
                    [&officers](Request& request) { return officers.change(request); }};
  route.body = {{"roles", Type::array, true, "at least one"},
                {"districts", Type::array, false, "none: the whole city"},
                {"departments", Type::array, false, "codes of the city's departments"},
                {"township", Type::text, false, "a township officer's", 40}};
  route.needs_version = true;
  return route;
}

}  // namespace

void add_officer_routes(http::Router& router, const OfficerService& officers,
                        const OfficerRequests& requests) {
  router.add({.method = "POST",
              .path = "officer-requests",
              .summary = "Ask for a colleague's account",
              .handler = [&requests](Request& request) { return requests.submit(request); },
              .body = {{"answers", Type::object, true, "of the form that the city's workflow names"}}});
  router.add({.method = "GET",
              .path = "officers",
              .summary = "Officers' accounts, newest first",
              .handler = [&officers](Request& request) { return officers.list(request); },
              .query = http::list_query({{.name = "role"},
                                         {.name = "district"},
                                         {.name = "department"},
                                         {.name = "login"},
                                         {.name = "state"}})});
  router.add({.method = "GET",
              .path = "officers/{id}",
              .summary = "One officer's account",
              .handler = [&officers](Request& request) { return officers.show(request); }});
  router.add(change_route(officers));
  router.add({.method = "POST",
              .path = "officers/{id}/suspension",
              .summary = "Take an officer out of service; his sessions end",
              .handler = [&officers](Request& request) { return officers.suspend(request); }});
  router.add({.method = "DELETE",
              .path = "officers/{id}/suspension",
              .summary = "Take a suspended officer back into service",
              .handler = [&officers](Request& request) { return officers.resume(request); }});
  router.add({.method = "POST",
              .path = "officers/{id}/initial-password",
              .summary = "Issue an initial password, shown once",
              .handler = [&officers](Request& request) { return officers.issue(request); }});
}

}  // namespace nrmm::users
