#pragma once

#include "http/services.hpp"

namespace nrmm::users {

// Tokens of sessions. Asked anew for every request, so what ended is over at the very next one (X059).
class SessionAuthenticator : public http::Authenticator {
 public:
  explicit SessionAuthenticator(bool officers_need_second_factor = false)
      : officers_need_second_factor_(officers_need_second_factor) {}

  std::optional<Actor> authenticate(storage::Session& session, const std::string& city,
                                    std::string_view token) override;

 private:
  bool officers_need_second_factor_;
};

}  // namespace nrmm::users
