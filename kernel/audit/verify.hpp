#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "storage/database.hpp"

namespace nrmm::audit {

// Where a city's chain ends. Exported from time to time and kept elsewhere, it shows a tail that was cut off
// later.
struct Head {
  std::int64_t position = 0;
  std::string hash;
};

Head head(storage::Session& session);  // of the session's city

struct Broken {
  std::int64_t position;  // in the chain; 0 for a row that is in none
  std::int64_t audit_id;  // 0 when the row is gone
  std::string reason;     // one English line for the operator
};

struct Verification {
  Head head;
  std::int64_t unsealed = 0;    // rows not chained yet
  std::string oldest_unsealed;  // when that was written; more than seconds ago: the sealer stands, or the row
                                // was put there by hand
  std::optional<Broken> broken;  // the first

  bool good() const { return !broken; }
};

// Recomputes every row's hash and every link of the session's city. `known` is an earlier head that must
// still be in the chain. Reads in batches; what is recorded meanwhile counts as unsealed.
Verification verify(storage::Session& session, const std::optional<Head>& known = std::nullopt);

}  // namespace nrmm::audit
