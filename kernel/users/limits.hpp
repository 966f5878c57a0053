#pragma once

#include <chrono>
#include <string>

#include "storage/database.hpp"

namespace nrmm::users {

// How often something may happen in a window of time, counted for all servers together.
struct Limit {
  std::string name;  // what and for whom: keyed hashes, never numbers or addresses
  std::chrono::seconds window;
  int most;
};

// What a refusal leaves of what the request wrote before.
enum class Refused { nothing, kept };

// Counts once; beyond `most` Problem 429 `code` with Retry-After.
void demand(storage::Session& session, const Limit& limit, const std::string& code,
            Refused leaves = Refused::nothing);

}  // namespace nrmm::users
