#pragma once

#include <set>
#include <span>
#include <string>

#include "base/json.hpp"

namespace nrmm::lua {

// A table handed to a rule, read-only through and through. Reading a name that it neither has nor lists is
// an error at the author's line; a listed name without a value, or with null, is nil.
struct Input {
  const Json& values;                        // an object; anything else counts as empty
  std::span<const std::string> names = {};   // names that exist, beside those in `values`
  std::span<const std::string> closed = {};  // members whose keys are all the names they have: "policy"
  // Where given, gets every name the rule asked for ("policy.stage.dates" of a closed member): why a decision
  // is as it is.
  std::set<std::string>* read = nullptr;
};

}  // namespace nrmm::lua
