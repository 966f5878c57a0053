#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "lua/result.hpp"

namespace nrmm::lua {

// Keeps the rules of one city from slowing the others. A server has one for all its cities; tests of packs,
// comparisons and replays call rules without it, so that equal inputs give equal results there.
//
// A call waits for its turn while `at_once` rules of its city run. It is given up after `longest_wait`, and
// as soon as all that run do so for longer than `slow`: a request that waits holds a connection to the
// database. A call that is stopped by its budget, or behind which another is given up, is a strike. `strikes`
// of them within `window` put that revision on manual: for `rest` none of its rules runs and persons decide;
// afterwards it is tried again.
//
// Thread-safe.
class RuleGuard {
 public:
  using Clock = std::chrono::steady_clock;

  struct Limits {
    std::size_t at_once = 1;
    std::chrono::milliseconds slow{100};
    std::chrono::milliseconds longest_wait{300};
    std::size_t strikes = 5;
    std::chrono::seconds window{60};
    std::chrono::seconds rest{60};
  };

  struct Call {
    std::string city;
    std::string revision;
    std::string rule;
  };

  // For the operator. Of each rule at most one a `window` for error, budget and wait (others waited for it in
  // vain) each; `manual` when a revision is put on manual, with the rule of the last strike. Says nothing of
  // what the rule saw.
  struct Alarm {
    Failure what;
    Call call;
  };

  // Of one city since the start.
  struct Counts {
    std::uint64_t calls = 0;  // all
    std::uint64_t errors = 0;
    std::uint64_t stopped = 0;
    std::uint64_t given_up = 0;
    std::uint64_t manual = 0;  // not run because the revision was on manual
    std::uint64_t alarms = 0;  // times a revision was put on manual
    bool on_manual = false;    // a revision is, now
  };

  using Tell = std::function<void(const Alarm&)>;  // on the thread of a call; does not throw
  using Now = std::function<Clock::time_point()>;  // for window and rest

  explicit RuleGuard(Limits limits, Tell tell = {}, Now now = Clock::now);
  RuleGuard(const RuleGuard&) = delete;
  RuleGuard& operator=(const RuleGuard&) = delete;

  // What `rule` gives, or Failure::wait or Failure::manual without having called it.
  Result run(const Call& call, const std::function<Result()>& rule);

  std::map<std::string, Counts> counts() const;  // by city

 private:
  struct Revision {
    std::deque<Clock::time_point> strikes;
    Clock::time_point rests_until{};
    std::map<std::pair<std::string, Failure>, Clock::time_point> told;
  };
  struct Running {
    Call call;
    Clock::time_point began;
    bool struck = false;
  };
  using Turn = std::list<Running>::iterator;
  struct City {
    std::list<Running> running;  // the oldest first
    std::condition_variable changed;
    Counts counts;
    std::map<std::string, Revision> revisions;
  };
  using Alarms = std::vector<Alarm>;

  Failure enter(const Call& call, Turn& turn, Alarms& alarms);  // none: it has the turn
  void leave(Turn turn, Failure outcome, Alarms& alarms);
  bool wait(City& city, const Revision& revision, std::unique_lock<std::mutex>& lock) const;
  void give_up(City& city, Alarms& alarms);
  void strike(City& city, Running& running, Alarms& alarms);
  void note(Revision& revision, const Call& call, Failure what, Alarms& alarms);
  bool resting(const Revision& revision) const { return now_() < revision.rests_until; }
  Result not_run(const Call& call, Failure why) const;
  void tell(const Alarms& alarms) const;

  const Limits limits_;
  const Tell tell_;
  const Now now_;
  mutable std::mutex mutex_;  // of everything below
  std::map<std::string, City> cities_;
};

}  // namespace nrmm::lua
