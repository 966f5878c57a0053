#pragma once

#include <string>

#include "http/request.hpp"
#include "users/account.hpp"
#include "users/password_hasher.hpp"
#include "users/personal_numbers.hpp"
#include "users/settings.hpp"
#include "users/sms_codes.hpp"
#include "workflows/personal.hpp"

namespace nrmm::users {

// Accounts of those who manage sites, where they do not register themselves like others (policy
// sites.onboarding).
class SiteManagers {
 public:
  struct Parts {
    storage::Database& database;
    PasswordHasher& hasher;
    const SmsCodes& codes;
    const PersonalNumbers& numbers;
    const workflows::Personal& personal;
    const Settings& settings;
  };
  explicit SiteManagers(Parts parts) : parts_(parts) {}

  // `offline_issue`: an officer enters what came by mail or over the counter, by the city's form
  // `site_account`. 201 {id, login, initial_password}, the password shown once. Problems: 409
  // site.self_registered where the city issues none, account.phone_taken; 403 outside his districts; 422
  // form.refused with all findings.
  http::Response issue(http::Request& request) const;

  // `with_form`: whoever registers a site gets its account with it. What a stranger typed into the site's
  // form:
  struct Applicant {
    std::string name, phone, password, sms_code;
  };
  // Hashes, so call it before the request's session is opened. Empty: no code is under way for the telephone.
  std::string hash(const http::Request& request, const Applicant&) const;
  // Within the request's transaction. Problems: 422 form.refused, sms.refused.
  Account open(http::Request& request, const Applicant&, const std::string& hash) const;

 private:
  Json judged(http::Request& request, const Json& answers) const;

  Parts parts_;
};

}  // namespace nrmm::users
