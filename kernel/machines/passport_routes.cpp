#include "machines/passport_routes.hpp"

namespace nrmm::machines {

using http::Request;
using http::Response;
using workflows::call_of;

void add_passport_routes(http::Router& router, const Passports& passports) {
  router.add({.method = "GET",
              .path = "machines/{id}/passport",
              .summary = "Signed proof of the machine's code and stage, for other cities",
              .handler = [&passports](Request& request) {
                return Response::ok(passports.issue(call_of(request), *request.pack, request.param("id")));
              }});
  router.add({.method = "POST",
              .path = "passports/verification",
              .summary = "What a passport says, and whether it is to be relied on",
              .handler =
                  [&passports](Request& request) {
                    return Response::ok(
                        passports.verification(call_of(request), *request.pack, request.text("token")));
                  },
              .body = {{.name = "token", .required = true, .description = "as it was scanned"}},
              .idempotent = false,
              .writes = false});
}

}  // namespace nrmm::machines
