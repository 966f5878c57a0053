#include "lua/rule_guard.hpp"

#include <algorithm>

namespace nrmm::lua {
namespace {

std::string seconds(std::chrono::seconds time) { return std::to_string(time.count()) + " s"; }

}  // namespace

RuleGuard::RuleGuard(Limits limits, Tell tell, Now now)
    : limits_(limits), tell_(std::move(tell)), now_(std::move(now)) {}

Result RuleGuard::run(const Call& call, const std::function<Result()>& rule) {
  Alarms alarms;
  Turn turn;
  const Failure refused = enter(call, turn, alarms);
  if (refused != Failure::none) {
    tell(alarms);
    return not_run(call, refused);
  }
  Result result;
  try {
    result = rule();
  } catch (...) {  // out of memory: the turn must be given back
    leave(turn, Failure::error, alarms);
    throw;
  }
  leave(turn, result.failure, alarms);
  tell(alarms);
  return result;
}

Failure RuleGuard::enter(const Call& call, Turn& turn, Alarms& alarms) {
  std::unique_lock lock(mutex_);
  City& city = cities_[call.city];
  const Revision& revision = city.revisions[call.revision];
  ++city.counts.calls;
  const bool free = wait(city, revision, lock);
  if (resting(revision)) {
    ++city.counts.manual;
    return Failure::manual;
  }
  if (!free) {
    give_up(city, alarms);
    return Failure::wait;
  }
  turn = city.running.insert(city.running.end(), {call, Clock::now()});
  return Failure::none;
}

// Until there is a turn, or nothing left to wait for. Turns that were given back and the begin of a rest wake
// whoever waits.
bool RuleGuard::wait(City& city, const Revision& revision, std::unique_lock<std::mutex>& lock) const {
  const auto longest = Clock::now() + limits_.longest_wait;
  while (!resting(revision) && city.running.size() >= limits_.at_once) {
    const auto until = std::min(longest, city.running.back().began + limits_.slow);
    if (Clock::now() >= until) return false;
    city.changed.wait_until(lock, until);
  }
  return true;
}

// To blame is the call that runs longest, but only once.
void RuleGuard::give_up(City& city, Alarms& alarms) {
  ++city.counts.given_up;
  Running& oldest = city.running.front();
  note(city.revisions[oldest.call.revision], oldest.call, Failure::wait, alarms);
  strike(city, oldest, alarms);
}

void RuleGuard::leave(Turn turn, Failure outcome, Alarms& alarms) {
  const std::lock_guard lock(mutex_);
  City& city = cities_[turn->call.city];
  if (outcome != Failure::none) {
    ++(outcome == Failure::budget ? city.counts.stopped : city.counts.errors);
    note(city.revisions[turn->call.revision], turn->call, outcome, alarms);
  }
  if (outcome == Failure::budget) strike(city, *turn, alarms);
  city.running.erase(turn);
  city.changed.notify_one();
}

void RuleGuard::strike(City& city, Running& running, Alarms& alarms) {
  Revision& revision = city.revisions[running.call.revision];
  if (running.struck || resting(revision)) return;
  running.struck = true;
  const auto now = now_();
  revision.strikes.push_back(now);
  while (now - revision.strikes.front() >= limits_.window) revision.strikes.pop_front();
  if (revision.strikes.size() < limits_.strikes) return;
  revision.strikes.clear();
  revision.rests_until = now + limits_.rest;
  ++city.counts.alarms;
  alarms.push_back({Failure::manual, running.call});
  city.changed.notify_all();
}

void RuleGuard::note(Revision& revision, const Call& call, Failure what, Alarms& alarms) {
  const auto now = now_();
  const auto [told, first] = revision.told.try_emplace({call.rule, what}, now);
  if (!first && now - told->second < limits_.window) return;
  told->second = now;
  alarms.push_back({what, call});
}

Result RuleGuard::not_run(const Call& call, Failure why) const {
  if (why == Failure::wait)
    return {why, {}, call.rule + " was not run: the rules of its city that run do not end"};
  return {why,
          {},
          call.rule + " was not run: " + std::to_string(limits_.strikes) + " calls of this revision within " +
              seconds(limits_.window) + " did not end, so that it rests for " + seconds(limits_.rest)};
}

void RuleGuard::tell(const Alarms& alarms) const {
  if (!tell_) return;
  for (const Alarm& alarm : alarms) tell_(alarm);
}

std::map<std::string, RuleGuard::Counts> RuleGuard::counts() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, Counts> out;
  for (const auto& [name, city] : cities_) {
    Counts& counts = out[name] = city.counts;
    for (const auto& [id, revision] : city.revisions)
      counts.on_manual = counts.on_manual || resting(revision);
  }
  return out;
}

}  // namespace nrmm::lua
