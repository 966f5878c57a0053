#include "cities/rule_call.hpp"

#include <array>

#include "lua/pool.hpp"

namespace nrmm::cities {

bool RuleResult::content() const {
  const Json verdict = value(0);
  return !failed && !verdict.is_null() && verdict != false;
}

RuleResult call_rule(const Pack& pack, const std::string& rule, const RuleInput& input) {
  static const std::array<std::string, 1> kClosed{"policy"};
  if (!pack.rules) return {true, {}, "the pack has no rules"};
  lua::Result result = pack.rules->call(rule, {input.answers, input.answer_names, {}},
                                        {input.context, input.context_names, kClosed});
  return {!result.ok(), std::move(result.values), std::move(result.message)};
}

}  // namespace nrmm::cities
