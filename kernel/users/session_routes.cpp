#include "users/routes.hpp"

namespace nrmm::users {

using Type = http::Member::Type;

void add_session_routes(http::Router& router, const SignIn& sign_in, const OwnSessions& sessions) {
  http::Route open{"POST", "sessions", "Sign in",
                   [&sign_in](http::Request& request) { return sign_in.open(request); }};
  open.body = {
      {"login", Type::text, false, "one of the city's login methods, or an officer's login", 100},
      {"password", Type::text, false, "", 500},
      {"phone", Type::text, false, "with sms_code, where the city offers it", 20},
      {"sms_code", Type::any, false, "six digits"},
      {"provider", Type::text, false, "with code, where the city offers it", 40},
      {"code", Type::text, false, "", 500},
      {"second_factor", Type::text, false, "an authenticator's or a recovery code, where one is on", 40},
      {"client", Type::text, false, "what its holder knows this one by in GET sessions", 60}};
  open.idempotent = false;
  open.any_password_state = true;
  router.add(std::move(open));

  http::Route close{"DELETE", "sessions/current", "Sign out",
                    [&sign_in](http::Request& request) { return sign_in.close(request); }};
  close.any_password_state = true;
  router.add(std::move(close));

  router.add({.method = "GET",
              .path = "sessions",
              .summary = "Where one is signed in",
              .handler = [&sessions](http::Request& request) { return sessions.list(request); }});
  router.add({.method = "POST",
              .path = "sessions/{id}/removal",
              .summary = "Sign out elsewhere",
              .handler = [&sessions](http::Request& request) { return sessions.end(request); },
              .body = FreshProof::members()});
  router.add({.method = "POST",
              .path = "sessions/removal",
              .summary = "Sign out everywhere else",
              .handler = [&sessions](http::Request& request) { return sessions.end_others(request); },
              .body = FreshProof::members()});
}

}  // namespace nrmm::users
