#pragma once

#include <string>
#include <vector>

#include "storage/database.hpp"
#include "workflows/people.hpp"

namespace nrmm::users {

// Officers in charge whose accounts work, by name.
std::vector<workflows::Officer> officers_of(storage::Session& session, const workflows::Office& office);

}  // namespace nrmm::users
