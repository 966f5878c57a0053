#pragma once

#include <string>

#include "cities/judge.hpp"
#include "http/request.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"
#include "users/account_store.hpp"
#include "users/password_hasher.hpp"
#include "users/sms_codes.hpp"
#include "workflows/personal.hpp"

namespace nrmm::users {

// Self-registration: the city's form `account`, a phone proved by code, a password (F004, F005).
class Registration {
 public:
  struct Parts {
    storage::Database& database;
    PasswordHasher& hasher;
    const SmsCodes& codes;
    const PersonalNumbers& numbers;
    const workflows::Personal& personal;
  };
  explicit Registration(Parts parts) : parts_(parts) {}

  // 201 with the account. Problems: 403 account.role_closed; 422 form.refused with all findings; 422 sms.refused.
  // That a phone or number is taken is said only to whoever proved the phone, once per code (X057).
  http::Response open(http::Request& request) const;

 private:
  struct Applicant {
    std::string role, kind, phone, code;
    Json answers;  // judged
    bool pending = false;
  };
  Applicant judged(const http::Request& request) const;
  Account account_of(const http::Request& request, const Applicant& applicant) const;
  AccountKeys keys_of(const http::Request& request, const Applicant& applicant) const;
  void require_free(http::Request& request, const Account& account, const AccountKeys& keys) const;

  Parts parts_;
};

// What an account is called: what the city's form asks for.
std::string account_name(const std::string& kind, const Json& answers, const std::string& otherwise);

}  // namespace nrmm::users
