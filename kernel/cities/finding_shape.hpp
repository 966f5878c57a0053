#pragma once

#include <string>

#include "base/problem.hpp"

namespace nrmm::cities {

// A finding about the JSON of an answer, without a text yet; `code` is `type` or `unknown_field`.
inline Finding shape_finding(std::string field, std::string code) {
  Finding finding;
  finding.field = std::move(field);
  finding.code = std::move(code);
  finding.rule = "request.shape";
  return finding;
}

}  // namespace nrmm::cities
