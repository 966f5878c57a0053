#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace nrmm::lua {

enum class Failure {
  none,
  error,   // the rule raised, or returned what cannot be used: the author's matter
  budget,  // the rule took too long or too much memory: the filing goes to a person
  wait,    // not run: no turn came (RuleGuard)
  manual,  // not run: the revision is left to persons for a while (RuleGuard)
};

// "error", "budget", "wait", "manual"; "" for none.
const char* name_of(Failure failure);

// What a call gave. A rule that failed has no values.
struct Result {
  Failure failure = Failure::none;
  std::vector<Json> values;
  std::string message;  // file:line: text; valid UTF-8, one line, at most 1 KiB; empty without failure

  bool ok() const { return failure == Failure::none; }
};

}  // namespace nrmm::lua
