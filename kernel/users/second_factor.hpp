#pragma once

#include <optional>
#include <string>

#include "http/request.hpp"
#include "users/account.hpp"
#include "users/fresh_proof.hpp"
#include "users/settings.hpp"

namespace nrmm::users {

// A code from an authenticator beside password, SMS or another identity (RFC 6238, X064). Everybody may have
// one; where the deployment asks officers for it, an officer without one can do nothing but set it up. A code
// is good once, tries are counted for the account over all ways and servers, recovery codes stand in for a
// lost device.
class SecondFactor {
 public:
  struct Parts {
    const FreshProof& proof;
    const PersonalNumbers& numbers;
    SecondFactorLimits limits;
  };
  explicit SecondFactor(Parts parts) : parts_(parts) {}

  // {password, second_factor?}: 201 {secret, uri}, shown once; the code of the one in use proves a
  // replacement.
  http::Response enrol(http::Request& request) const;
  // {code} of the new one: 201 {recovery_codes}, shown once. Other sessions end. Problems: 409
  // second_factor.not_enrolled, 429 session.too_many.
  http::Response confirm(http::Request& request) const;

  bool on(storage::Session& session, const std::string& account) const;

  // At a sign-in whose first factor was right. Problems: 401 session.second_factor_required without a code,
  // 401 session.second_factor_refused, 429 session.too_many; all keep what was written.
  void demand_code(storage::Session& session, const std::string& account,
                   const std::optional<std::string>& code) const;

 private:
  std::string count_try(storage::Session& session, const std::string& account) const;  // the counter's name
  std::string recovery_mac(storage::Session& session, const std::string& account,
                           const std::string& code) const;
  bool right(storage::Session& session, const std::string& account, const std::string& code) const;

  Parts parts_;
};

}  // namespace nrmm::users
