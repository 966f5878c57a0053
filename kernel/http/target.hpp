#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nrmm::http {

// A request target taken apart and percent-decoded once.
struct Target {
  std::string path;                                        // as sent
  std::vector<std::string> segments;                       // decoded; a trailing slash is an empty last one
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
};

// Only the origin form "/path?query". Problem 400 request.malformed for everything that could mean another
// path to somebody else: encoded slashes and backslashes, "." and "..", control characters, broken escapes,
// bytes that are not UTF-8 (over-long forms included).
Target parse_target(std::string_view target);

}  // namespace nrmm::http
