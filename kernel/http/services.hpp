#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/actor.hpp"
#include "cities/pack_source.hpp"
#include "storage/database.hpp"

namespace nrmm::http {

using cities::PackSource;

// Whose token this is: an account of `city` with a live session, or nobody. One round trip. Thread-safe.
// Tokens come only from `Authorization: Bearer`.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  virtual std::optional<Actor> authenticate(storage::Session& session, const std::string& city,
                                            std::string_view token) = 0;
};

// How much of a body is read before 413, in bytes.
struct BodyLimits {
  std::size_t json = 256u << 10;
  std::size_t upload = 13u << 20;
};

}  // namespace nrmm::http
