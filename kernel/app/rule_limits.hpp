#pragma once

#include "config/settings.hpp"
#include "log/logger.hpp"
#include "lua/rule_guard.hpp"

namespace nrmm::app {

// A quarter of what can work at once, threads or processors, whichever are fewer: a rule needs nothing but a
// processor, so that is what a city could take from the others.
lua::RuleGuard::Limits rule_limits(const config::Settings& settings);

// A line in the log for each alarm: city, revision, rule.
lua::RuleGuard::Tell rule_alarms(log::Logger& log);

}  // namespace nrmm::app
