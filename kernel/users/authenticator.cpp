#include "users/authenticator.hpp"

#include "base/digest.hpp"
#include "users/session_store.hpp"

namespace nrmm::users {

std::optional<Actor> SessionAuthenticator::authenticate(storage::Session& session, const std::string& city,
                                                        std::string_view token) {
  if (city.empty() || session.city() != city || token.empty()) return std::nullopt;
  return actor_of(session, sha256_hex(token), settings_);
}

}  // namespace nrmm::users
