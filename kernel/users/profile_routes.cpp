#include "users/routes.hpp"

namespace nrmm::users {

void add_profile_routes(http::Router& router, const Profiles& profiles) {
  router.add({"GET", "account/profile", "One's own profile and its review",
              [&profiles](http::Request& request) { return profiles.show(request); }});

  http::Route submit{"PUT", "account/profile", "Hand in one's profile",
                     [&profiles](http::Request& request) { return profiles.submit(request); }};
  submit.body = {{"answers", http::Member::Type::object, true, "of the form profile"}};
  submit.needs_version = true;
  router.add(std::move(submit));
}

}  // namespace nrmm::users
