#pragma once

#include "storage/database.hpp"

namespace nrmm::users {

// Deletes codes that were dead for two days and sessions that were over for a month; called once in a while
// for each city.
void sweep(storage::Session& session);

}  // namespace nrmm::users
