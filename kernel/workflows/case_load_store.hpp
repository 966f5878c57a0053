#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "storage/database.hpp"

namespace nrmm::workflows::case_store {

// How many cases each of the accounts holds; who holds none is left out.
std::map<std::string, std::int64_t> held(storage::Session&, const std::vector<std::string>& accounts);

}  // namespace nrmm::workflows::case_store
