#pragma once

#include <string>
#include <vector>

#include "storage/database.hpp"
#include "workflows/people.hpp"

namespace nrmm::users {

// Officers with one of the roles who cover the district (empty: any) and whose accounts work, by name.
std::vector<workflows::Officer> office(storage::Session& session, const std::vector<std::string>& roles,
                                       const std::string& district);

}  // namespace nrmm::users
