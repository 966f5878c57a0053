#pragma once

#include <string>

#include "sites/site_service.hpp"
#include "users/personal_numbers.hpp"

namespace nrmm::sites {

// Who stands at a site's gate beside its manager, where the city has recorders (policy sites.recorders).
// Added by name and telephone, bound by the telephone's holder. One who is removed is refused with his next
// request: what he reports at the same moment comes before the removal or not at all. Everything in the
// caller's transaction.
class Recorders {
 public:
  Recorders(const SiteService& sites, const users::PersonalNumbers& numbers)
      : sites_(sites), numbers_(numbers) {}

  // {id, name, phone, bound, added_at, bound_at}. Problems: 409 site.no_recorders, recorder.known; 422 for
  // name and phone.
  Json add(workflows::Call, const cities::Pack&, const std::string& site, const std::string& name,
           const std::string& phone) const;
  Json list(workflows::Call, const std::string& site) const;
  void remove(workflows::Call, const std::string& site, const std::string& id) const;

  // For users/: binds the account wherever its telephone was added; the names of the sites. Empty: nowhere.
  static std::vector<std::string> bind(storage::Session&, const std::string& account,
                                       const std::string& phone_mac);

 private:
  const SiteService& sites_;
  const users::PersonalNumbers& numbers_;
};

}  // namespace nrmm::sites
