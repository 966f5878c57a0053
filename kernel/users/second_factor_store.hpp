#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/database.hpp"

// Second factors' rows, within the session's city and transaction. Keys are sealed, recovery codes keyed
// hashes.
namespace nrmm::users::second_factor_store {

struct Factor {
  std::string key_sealed;      // empty: none is on
  std::string pending_sealed;  // enrolled and not yet confirmed
  std::int64_t last_step = 0;  // of the last code that was used

  bool on() const { return !key_sealed.empty(); }
};

std::optional<Factor> find(storage::Session& session, const std::string& account);
void enrol(storage::Session& session, const std::string& account, const std::string& key_sealed);
// `pending_sealed`, whose code was right, is the key from now on; the recovery codes replace the older ones.
// False when it waits no longer: it was confirmed or replaced since it was read.
bool confirm(storage::Session& session, const std::string& account, const std::string& pending_sealed,
             std::int64_t step, const std::vector<std::string>& recovery_macs);
// False when a code of this step or a later one was used before, also by a request at the same time.
bool use_step(storage::Session& session, const std::string& account, std::int64_t step);
bool use_recovery(storage::Session& session, const std::string& account, const std::string& mac);
bool remove(storage::Session& session, const std::string& account);  // false: there was none

std::int64_t unix_seconds(storage::Session& session);

}  // namespace nrmm::users::second_factor_store
