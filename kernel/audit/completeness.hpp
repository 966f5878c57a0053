#pragma once

#include "base/inspection.hpp"
#include "storage/database.hpp"

namespace nrmm::audit {

// The audit record of the session's city (I6): its chain, and that each row is chained or waits for it.
void check(storage::Session& session, Inspection& inspection);

}  // namespace nrmm::audit
