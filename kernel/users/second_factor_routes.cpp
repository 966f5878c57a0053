#include "users/routes.hpp"

namespace nrmm::users {

using Type = http::Member::Type;

void add_second_factor_routes(http::Router& router, const SecondFactor& factor) {
  http::Route enrol{"POST", "account/second-factor", "Set up a second factor: the key for an authenticator",
                    [&factor](http::Request& request) { return factor.enrol(request); }};
  enrol.body = {{"password", Type::text, true, "one's own", 500},
                {"second_factor", Type::text, false, "a code of the one in use, to replace it", 40}};
  enrol.any_password_state = true;
  router.add(std::move(enrol));

  http::Route confirm{"POST", "account/second-factor/confirmation", "Turn it on by its first code",
                      [&factor](http::Request& request) { return factor.confirm(request); }};
  confirm.body = {{"code", Type::text, true, "six digits", 40}};
  confirm.any_password_state = true;
  router.add(std::move(confirm));
}

}  // namespace nrmm::users
