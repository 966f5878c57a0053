#pragma once

#include <string>

#include "base/problem.hpp"

namespace nrmm::http {

// Problem 400 about one member, query key or header.
inline Problem bad_request(const std::string& code, const std::string& field) {
  Finding finding;
  finding.field = field;
  finding.code = code;
  Problem problem(400, code, {{"key", field}});
  problem.with(std::move(finding));
  return problem;
}

}  // namespace nrmm::http
