#pragma once

#include <string>

#include "http/request.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"
#include "users/account_store.hpp"
#include "users/external_identities.hpp"
#include "users/password_hasher.hpp"
#include "users/personal_numbers.hpp"
#include "users/second_factor.hpp"
#include "users/session_store.hpp"
#include "users/settings.hpp"
#include "users/shared_use.hpp"
#include "users/sign_in_brake.hpp"
#include "users/sms_codes.hpp"

namespace nrmm::users {

// Signing in and out. Which keys open an account is the pack's (policy account.login); officers sign in by
// the login they were given, everywhere. Whoever is refused learns nothing but that: the same answer, after
// the same work, for an unknown login, a wrong password, a disabled account and a way the city does not
// offer.
class SignIn {
 public:
  struct Parts {
    storage::Database& database;
    PasswordHasher& hasher;
    const SmsCodes& codes;
    const PersonalNumbers& numbers;
    const SignInBrake& brake;
    const SecondFactor& second_factor;
    const ExternalIdentities& identities;
    const SharedUse& shared_use;
    const Settings& settings;
  };
  explicit SignIn(Parts parts) : parts_(parts) {}

  // {login, password}, {phone, sms_code} or {provider, code}, each with second_factor where the account has
  // one: 201 {token, expires_at, account}. Problems: 401 session.refused, session.initial_password_expired,
  // session.not_bound, session.second_factor_required, session.second_factor_refused; 429 session.too_many.
  http::Response open(http::Request& request) const;
  http::Response close(http::Request& request) const;

 private:
  struct Found {
    std::optional<Account> account;
    std::string login;  // as it is counted
  };
  http::Response by_password(http::Request& request) const;
  http::Response by_code(http::Request& request) const;
  http::Response by_identity(http::Request& request) const;
  void require_second_factor(http::Request& request, const Account& account, const char* way) const;
  Found look_up(const http::Request& request) const;
  LoginKeys keys_of(const cities::Pack& pack, const std::string& city, const std::string& login,
                    Date on) const;
  http::Response welcome(http::Request& request, const Account& account, const char* way) const;

  Parts parts_;
};

}  // namespace nrmm::users
