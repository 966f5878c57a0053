#pragma once

#include <chrono>
#include <string>

#include "storage/database.hpp"

namespace nrmm::storage {

struct Taken {
  bool allowed;
  int retry_after;  // seconds until the next window; for Problem::retry_after when not allowed

  explicit operator bool() const { return allowed; }
};

// Counts one event in the running window (windows are aligned to the epoch, time is nrmm_now()) unless
// `limit` of them are counted already. Exact under concurrency and across servers: the row is locked until
// the transaction ends, so take last what many share. The count goes with the session's transaction; a
// refusal that must count throws a Problem with keep_writes. `name` says what is counted for whom; personal
// values go in as macs.
Taken take(Session& session, const std::string& name, int limit, std::chrono::seconds window);

// How many are counted in the running window, without counting.
int counted(Session& session, const std::string& name, std::chrono::seconds window);

// Forgets a name: a success ends a row of failures.
void forget(Session& session, const std::string& name);

// Deletes windows that began more than `age` ago; called once in a while for each city.
void sweep_counters(Session& session, std::chrono::seconds age);

}  // namespace nrmm::storage
