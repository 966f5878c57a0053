#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace nrmm {

// One reason for a decision, as the person concerned reads it. Levels: refuse stops, flag goes to the
// reviewer, note is shown.
struct Finding {
  std::string field;    // form field or request key; empty when it concerns the whole
  std::string code;     // stable: required, pattern, at_least_one, a check's name …
  std::string message;  // in the city's words
  std::string basis;    // document and article, as the pack states it; may be empty
  std::string level = "refuse";
  std::string rule;              // what decided: form.machine.check.kind_fits, machine.emission_stage …
  Json inputs = Json::object();  // the facts and answers the rule looked at

  Json to_json() const;  // {field, code, message, basis, level}
};

// An answer other than success, thrown by services and turned into application/problem+json by http/.
// `code` is `area.reason` and stable; the message is the city's, looked up by the code with `placeholders`,
// unless `message` is given.
class Problem : public std::runtime_error {
 public:
  Problem(int status, std::string code, Json placeholders = Json::object())
      : std::runtime_error(code),
        status(status),
        code(std::move(code)),
        placeholders(std::move(placeholders)) {}

  Problem& with(Finding finding) {
    errors.push_back(std::move(finding));
    return *this;
  }

  int status;
  std::string code;
  Json placeholders;    // also members of the answer, e.g. {"by": "…"}
  std::string message;  // empty: the city's text for the code
  std::vector<Finding> errors;
  std::optional<int> retry_after;  // seconds
  std::string why;                 // of a 503, for the log: what was short or away
  bool keep_writes = false;        // what the request wrote before refusing stays: failed tries are counted
};

// 503 request.unavailable: nothing was done, and the same call may succeed soon.
inline Problem out_of_service(std::string why) {
  Problem problem(503, "request.unavailable");
  problem.why = std::move(why);
  return problem;
}

}  // namespace nrmm
