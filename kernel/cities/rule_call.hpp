#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "cities/pack.hpp"
#include "lua/result.hpp"

namespace nrmm::cities {

// What a rule is handed, and the names that exist for it: an unknown name fails at the author's line.
struct RuleInput {
  const Json& answers;
  const std::vector<std::string>& answer_names;
  const Json& context;
  const std::vector<std::string>& context_names;
};

struct RuleResult {
  lua::Failure failure = lua::Failure::none;         // any: a person has to decide
  std::vector<Json> values;                          // what it returned
  std::string why;                                   // of a failure, for the pack's author
  std::set<std::string> answers_read, context_read;  // names the rule asked for

  bool failed() const { return failure != lua::Failure::none; }
  bool content() const;  // a check's verdict: the first value is neither nil nor false
  Json value(std::size_t at) const { return at < values.size() ? values[at] : Json(); }
};

// Calls "machine.emission_stage" of the pack's rules. Never throws for what a rule does.
RuleResult call_rule(const Pack& pack, const std::string& rule, const RuleInput& input);

}  // namespace nrmm::cities
