#pragma once

#include "http/request.hpp"
#include "users/officer_account.hpp"
#include "users/password_hasher.hpp"
#include "users/settings.hpp"

namespace nrmm::users {

// Officers' accounts over HTTP (F018, F019, F193): who sees them, gives them a password, another duty, or
// takes them out of service. Nobody does any of it to himself (403 officer.own), nor beyond his own scope
// (403 officer.out_of_scope). Whatever changes ends the account's sessions in the same transaction (X059).
class OfficerService {
 public:
  struct Parts {
    PasswordHasher& hasher;
    const PersonalNumbers& numbers;
    const workflows::OutboxWriter& outbox;
    const Settings& settings;
  };
  explicit OfficerService(Parts parts) : parts_(parts) {}

  http::Response list(http::Request& request) const;
  http::Response show(http::Request& request) const;
  // {roles, districts, departments, township}: all of the duty anew.
  http::Response change(http::Request& request) const;
  http::Response suspend(http::Request& request) const;
  http::Response resume(http::Request& request) const;
  // 201 {login, initial_password}, once; the first time and whenever the old one is lost. Who may, says the
  // policy officers.issued_by.
  http::Response issue(http::Request& request) const;

 private:
  Account seen(http::Request& request) const;     // 404 beyond the caller's reach
  Account touched(http::Request& request) const;  // 403 besides
  Json view(const Account& account, const std::string& city) const;
  void record(http::Request& request, const std::string& action, const Account& before) const;
  http::Response answer(http::Request& request, const std::string& id) const;
  http::Response set_suspended(http::Request& request, bool suspended) const;

  Parts parts_;
};

}  // namespace nrmm::users
