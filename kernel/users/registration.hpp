#pragma once

#include <string>

#include "http/request.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"
#include "users/identity.hpp"
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

  // 201 with the account. Problems: 403 account.role_closed; 422 form.refused with all findings; 422
  // sms.refused. That a phone or number is taken is said only to whoever proved the phone, once per code
  // (X057).
  http::Response open(http::Request& request) const;

 private:
  struct Applicant {
    std::string role, kind, phone, code;
    Json answers = Json::object();  // judged
    Identity identity{};
    Date today{};
    bool pending = false;
  };
  Applicant applicant_of(const http::Request& request) const;
  void judge(const http::Request& request, Applicant& applicant) const;
  Account account_of(const http::Request& request, const Applicant& applicant) const;
  void refuse_taken(http::Request& request, const Applicant& applicant, const Account& account,
                    const AccountKeys& keys) const;

  Parts parts_;
};

}  // namespace nrmm::users
