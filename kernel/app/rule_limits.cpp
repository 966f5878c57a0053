#include "app/rule_limits.hpp"

#include <algorithm>
#include <thread>

namespace nrmm::app {
namespace {

const char* message_of(lua::Failure what) {
  switch (what) {
    case lua::Failure::budget:
      return "a rule was stopped: it takes too much time or memory";
    case lua::Failure::wait:
      return "a rule was not run: others of its city did not end";
    case lua::Failure::manual:
      return "rules are on manual: persons decide for a while";
    default:
      return "a rule failed";
  }
}

}  // namespace

lua::RuleGuard::Limits rule_limits(const config::Settings& settings) {
  const unsigned at_work = std::min<unsigned>(settings.http.threads, std::thread::hardware_concurrency());
  lua::RuleGuard::Limits limits;
  limits.at_once = std::max(1U, at_work / 4);
  return limits;
}

lua::RuleGuard::Tell rule_alarms(log::Logger& log) {
  return [&log](const lua::RuleGuard::Alarm& alarm) {
    const auto level = alarm.what == lua::Failure::manual ? log::Level::error : log::Level::warning;
    log.write(level, message_of(alarm.what),
              {{"alarm", std::string("rule_") + lua::name_of(alarm.what)},
               {"city", alarm.call.city},
               {"revision", alarm.call.revision},
               {"rule", alarm.call.rule}});
  };
}

}  // namespace nrmm::app
