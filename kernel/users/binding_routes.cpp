#include "users/routes.hpp"

namespace nrmm::users {

using Type = http::Member::Type;

void add_binding_routes(http::Router& router, const Bindings& bindings) {
  http::Route bind{"POST", "account/bindings", "Bind a former account, or an identity to sign in by",
                   [&bindings](http::Request& request) { return bindings.bind(request); }};
  bind.body = {{"kind", Type::text, true, "legacy external recorder", 20},
               {"login", Type::text, false, "legacy: the former user name", 100},
               {"phone", Type::text, false,
                "legacy: the telephone given then; recorder: the one that the site added", 20},
               {"sms_code", Type::any, false, "legacy, recorder: six digits, sent for purpose bind"},
               {"provider", Type::text, false, "external: one of the city's login methods", 40},
               {"code", Type::text, false, "external: the provider's one-time code", 500}};
  router.add(std::move(bind));
  router.add({.method = "GET",
              .path = "account/bindings",
              .summary = "What the account is bound to",
              .handler = [&bindings](http::Request& request) { return bindings.list(request); }});
  router.add({.method = "POST",
              .path = "account/bindings/{provider}/removal",
              .summary = "Unbind an identity: nobody signs in by it any more",
              .handler = [&bindings](http::Request& request) { return bindings.unbind(request); },
              .body = FreshProof::members()});
}

}  // namespace nrmm::users
