#pragma once

#include "http/request.hpp"
#include "sites/site_service.hpp"
#include "users/site_managers.hpp"

namespace nrmm::sites {

// Where the city gives the site's account with the site (policy sites.onboarding: with_form) a stranger's
// form is both: the fields with a credential make the account, the others the site, which is handed in at
// once. All or nothing.
class SiteOpening {
 public:
  SiteOpening(const SiteService& sites, const users::SiteManagers& managers)
      : sites_(sites), managers_(managers) {}

  // 201 with the site and `account`. Problems: 401 where the city does it otherwise; those of
  // users::SiteManagers::open and SiteService::submit.
  http::Response open(http::Request& request) const;

 private:
  const SiteService& sites_;
  const users::SiteManagers& managers_;
};

}  // namespace nrmm::sites
