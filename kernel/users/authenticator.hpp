#pragma once

#include "http/services.hpp"
#include "users/settings.hpp"

namespace nrmm::users {

// Tokens of sessions. Asked anew for every request, so what ended is over at the very next one (X059).
class SessionAuthenticator : public http::Authenticator {
 public:
  explicit SessionAuthenticator(const Settings& settings = {}) : settings_(settings) {}

  std::optional<Actor> authenticate(storage::Session& session, const std::string& city,
                                    std::string_view token) override;

 private:
  Settings settings_;
};

}  // namespace nrmm::users
