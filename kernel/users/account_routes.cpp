#include "users/routes.hpp"

namespace nrmm::users {
namespace {

using Type = http::Member::Type;

constexpr std::size_t kPasswordInput = 500;  // longer than any that is taken, so that the rule can say why

http::Route registration_route(const Registration& registration) {
  http::Route route{"POST", "accounts", "Register oneself",
                    [&registration](http::Request& request) { return registration.open(request); }};
  route.body = {{"role", Type::text, true, "owner agent site_manager", 40},
                {"kind", Type::text, true, "person enterprise", 40},
                {"phone", Type::text, true, "", 20},
                {"sms_code", Type::any, true, "six digits, sent for purpose register"},
                {"password", Type::text, true, "8 to 128 characters", kPasswordInput},
                {"answers", Type::object, true, "of the form account"}};
  return route;
}

http::Route owner_account_route(const Registration& registration) {
  http::Route route{"POST", "owner-accounts", "Open an account for an owner met on the spot",
                    [&registration](http::Request& request) { return registration.open_for_owner(request); }};
  route.body = {{"kind", Type::text, true, "person enterprise", 40},
                {"phone", Type::text, true, "the owner's", 20},
                {"sms_code", Type::any, true, "six digits, sent to the owner for purpose register"},
                {"answers", Type::object, true, "of the form account"}};
  return route;
}

http::Route password_route(const Passwords& passwords) {
  http::Route route{"PUT", "account/password", "Change one's password",
                    [&passwords](http::Request& request) { return passwords.change(request); }};
  route.body = {{"new_password", Type::text, true, "8 to 128 characters", kPasswordInput},
                {"old_password", Type::text, false, "or sms_code", kPasswordInput},
                {"sms_code", Type::any, false, "sent for purpose change_password"},
                {"email", Type::text, false, "where the city asks for it at the first sign-in"}};
  route.any_password_state = true;
  return route;
}

http::Route reset_route(const Passwords& passwords) {
  http::Route route{"POST", "password-resets", "Set a forgotten password anew",
                    [&passwords](http::Request& request) { return passwords.reset(request); }};
  route.body = {{"phone", Type::text, true, "", 20},
                {"sms_code", Type::any, true, "sent for purpose reset_password"},
                {"new_password", Type::text, true, "8 to 128 characters", kPasswordInput}};
  route.any_password_state = true;
  return route;
}

}  // namespace

void add_account_routes(http::Router& router, const Registration& registration,
                        const AccountService& accounts, const Passwords& passwords) {
  router.add(registration_route(registration));
  router.add(owner_account_route(registration));
  router.add(password_route(passwords));
  router.add(reset_route(passwords));

  http::Route show{"GET", "account", "One's own account",
                   [&accounts](http::Request& request) { return accounts.show(request); }};
  show.any_password_state = true;
  router.add(std::move(show));

  http::Route change{"PUT", "account", "Correct one's own account",
                     [&accounts](http::Request& request) { return accounts.change(request); }};
  change.body = {{"answers", Type::object, true, "of the form account, all of them"}};
  change.needs_version = true;
  router.add(std::move(change));
}

}  // namespace nrmm::users
