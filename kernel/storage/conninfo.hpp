#pragma once

#include <map>
#include <string>
#include <vector>

namespace nrmm::storage {

// The parts of a libpq connection string or URI. Throws std::runtime_error with one clear line when it is
// neither; the line never repeats the string, which may hold a password.
std::map<std::string, std::string> parse_conninfo(const std::string& dsn);

// A string that names several hosts as one for each of them, in their order: libpq waits for a silent one as
// long as for all others together when it is asked without blocking.
std::vector<std::string> each_host(const std::string& dsn);

std::string format_conninfo(const std::map<std::string, std::string>& parts);

}  // namespace nrmm::storage
