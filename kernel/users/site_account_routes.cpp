#include "users/routes.hpp"

namespace nrmm::users {

using Type = http::Member::Type;

void add_site_account_routes(http::Router& router, const SiteManagers& managers) {
  http::Route issue{"POST", "site-accounts", "Issue a site's account to who applied on paper",
                    [&managers](http::Request& request) { return managers.issue(request); }};
  issue.body = {{"name", Type::text, true, "of the unit that builds", 200},
                {"phone", Type::text, true, "", 20},
                {"district", Type::text, true, "", 20},
                {"answers", Type::object, false, "what else the form site_account asks"}};
  router.add(std::move(issue));
}

}  // namespace nrmm::users
