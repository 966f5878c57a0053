#include "users/limits.hpp"

#include "base/problem.hpp"
#include "storage/counters.hpp"

namespace nrmm::users {

void demand(storage::Session& session, const Limit& limit, const std::string& code, Refused leaves) {
  const storage::Taken taken = storage::take(session, limit.name, limit.most, limit.window);
  if (taken.allowed) return;
  Problem problem(429, code);
  problem.retry_after = taken.retry_after;
  problem.keep_writes = leaves == Refused::kept;
  throw problem;
}

}  // namespace nrmm::users
