#pragma once

#include <map>
#include <string>

namespace nrmm::storage {

// The parts of a libpq connection string or URI. Throws std::runtime_error with one clear line when it is
// neither; the line never repeats the string, which may hold a password.
std::map<std::string, std::string> parse_conninfo(const std::string& dsn);

std::string format_conninfo(const std::map<std::string, std::string>& parts);

}  // namespace nrmm::storage
