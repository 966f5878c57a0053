#pragma once

#include <string>

#include "storage/connection.hpp"

namespace nrmm::storage {

// Takes every right on the register's tables from the server's role and gives it those of the list in
// grants.cpp, in one transaction. Throws std::runtime_error when a table is missing from the list: a right is
// a decision.
void grant_to_server(Connection& owner, const std::string& role);

}  // namespace nrmm::storage
