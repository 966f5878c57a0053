#include "machines/code_routes.hpp"

#include "base/problem.hpp"

namespace nrmm::machines {

void add_code_routes(http::Router& router, CodeLookup& lookup) {
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
