#pragma once

#include <optional>
#include <string>

#include "http/request.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"
#include "users/identity.hpp"
#include "users/password_hasher.hpp"
#include "users/sms_codes.hpp"
#include "workflows/personal.hpp"

namespace nrmm::users {

// How people come by an account: the city's form `account` and a phone proved by code (F004, F005).
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

  // An inspector opens an owner's account on the spot (F017), where the city offers him a filing to begin for
  // owners (party `helper`). The code was sent to the owner's phone; he has no password until he sets one.
  // 201 {id, name}. Problems: as open(); 403 request.forbidden where the city has no such filing.
  http::Response open_for_owner(http::Request& request) const;

 private:
  struct Applicant {
    std::string role, kind, phone, code;
    std::optional<std::string> password{};  // none: another opens the account
    Json answers = Json::object();          // judged
    Identity identity{};
    Date today{};
    bool pending = false;
  };
  Applicant applicant_of(const http::Request& request, const std::string& role) const;
  void require_open(const cities::Pack& pack, const Applicant& applicant) const;
  void judge(const http::Request& request, Applicant& applicant) const;
  Account account_of(const http::Request& request, const Applicant& applicant) const;
  void refuse_taken(http::Request& request, const Applicant& applicant, const Account& account,
                    const AccountKeys& keys) const;
  // The code used up, the account in the register and in the record.
  void enter(http::Request& request, const Applicant& applicant, const Account& account) const;

  Parts parts_;
};

}  // namespace nrmm::users
