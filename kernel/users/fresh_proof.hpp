#pragma once

#include "http/request.hpp"
#include "http/route.hpp"
#include "users/password_hasher.hpp"
#include "users/sign_in_brake.hpp"
#include "users/sms_codes.hpp"

namespace nrmm::users {

// That whoever holds the session is still its account's holder: for calls that a stolen token alone must not
// do. The body has the password, or a code sent for the purpose sign_in. Thread-safe.
class FreshProof {
 public:
  struct Parts {
    storage::Database& database;
    PasswordHasher& hasher;
    const SmsCodes& codes;
    const PersonalNumbers& numbers;
    const SignInBrake& brake;
  };
  explicit FreshProof(Parts parts) : parts_(parts) {}

  // Before the handler's first use of the database. Problems: 400 for neither or both; 422 when it is wrong,
  // which is counted as a failed sign-in; 429.
  void require(http::Request& request) const;
  // The same for a call that takes nothing but the password.
  void require_password(http::Request& request) const;

  static std::vector<http::Member> members();  // of the body

 private:
  void by_code(http::Request& request) const;

  Parts parts_;
};

}  // namespace nrmm::users
