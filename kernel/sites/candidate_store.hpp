#pragma once

#include <string>
#include <vector>

#include "storage/database.hpp"

// The SQL by which machines are picked from a list.
namespace nrmm::sites::candidate_store {

// Serials of machines in the city's register; `beginning` in upper case.
std::vector<std::string> beginning_with(storage::Session&, const std::string& beginning, int most);

}  // namespace nrmm::sites::candidate_store
