#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/database.hpp"

// Recoveries that wait for another officer, within the session's city and transaction.
namespace nrmm::users::recovery_store {

struct Recovery {
  std::string id, account, purpose;
  std::string asked_by, asked_name;    // an officer
  std::vector<std::string> districts;  // his; empty: the whole city
  std::string asked_at;                // RFC 3339, when read
};

bool insert(storage::Session& session, const Recovery& recovery);  // false: one waits for the account already
// Only of officers who work in one of `districts`; none: all. Locked.
std::optional<Recovery> lock(storage::Session& session, const std::string& id,
                             const std::optional<std::vector<std::string>>& districts);
// The oldest first, after the id a page ended with; empty: from the beginning.
std::vector<Recovery> list(storage::Session& session,
                           const std::optional<std::vector<std::string>>& districts, const std::string& after,
                           int limit);
void remove(storage::Session& session, const std::string& id);

}  // namespace nrmm::users::recovery_store
