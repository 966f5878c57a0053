#pragma once

#include "http/request.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"
#include "users/password_hasher.hpp"
#include "users/sign_in_brake.hpp"
#include "users/sms_codes.hpp"

namespace nrmm::users {

// Changing a password one knows, and setting one anew by a code (F008, F009, X062).
class Passwords {
 public:
  struct Parts {
    storage::Database& database;
    PasswordHasher& hasher;
    const SmsCodes& codes;
    const PersonalNumbers& numbers;
    const SignInBrake& brake;
  };
  explicit Passwords(Parts parts) : parts_(parts) {}

  // {new_password, old_password | sms_code, email?}: 204, and every other session of the account ends. An
  // initial password wants besides what the policy account.first_sign_in lists, and never stays.
  http::Response change(http::Request& request) const;
  // {phone, sms_code, new_password}: 204 whether or not the phone is somebody's (X057); all sessions end.
  http::Response reset(http::Request& request) const;

 private:
  struct Change {
    Account account;
    std::string phone;
    std::optional<std::string> email;
    std::string hash;  // of the new password
    bool by_code = false;
    bool old_right = false;
  };
  Account holder(const http::Request& request, Date& today) const;
  void check_new(const http::Request& request, const Change& change, Date today) const;
  Change prepared(const http::Request& request) const;
  void require_proof(http::Request& request, const Change& change) const;
  void record(http::Request& request, const Account& account, const char* way, bool refused) const;

  Parts parts_;
};

}  // namespace nrmm::users
