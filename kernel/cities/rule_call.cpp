#include "cities/rule_call.hpp"

#include <array>

#include "lua/pool.hpp"

namespace nrmm::cities {

bool RuleResult::content() const {
  const Json verdict = value(0);
  return !failed() && !verdict.is_null() && verdict != false;
}

RuleResult call_rule(const Pack& pack, const std::string& rule, const RuleInput& input) {
  static const std::array<std::string, 1> kClosed{"policy"};
  RuleResult made;
  if (!pack.rules) return made.failure = lua::Failure::error, made.why = "the pack has no rules", made;
  lua::Result result = pack.rules->call(rule, {input.answers, input.answer_names, {}, &made.answers_read},
                                        {input.context, input.context_names, kClosed, &made.context_read});
  made.failure = result.failure;
  made.values = std::move(result.values);
  made.why = std::move(result.message);
  return made;
}

}  // namespace nrmm::cities
