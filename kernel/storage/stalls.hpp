#pragma once

#include <chrono>
#include <list>
#include <map>
#include <string>

namespace nrmm::storage {

// Who holds the pool's connections for long, so that a table which somebody has locked costs only the calls
// that need it (X012). Calls are told apart by name; work without a name is never held back. A call is
// stalled while one of its kind has held a connection for half a second, and for two seconds after one of
// them ran into the lock or statement timeout. Stalled calls of all names share half of the pool. Not
// thread-safe: the pool guards it.
class Stalls {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Answer { take, wait, refuse };  // wait: they are only slow; refuse: they wait in vain

  explicit Stalls(int pool);

  struct Hold {
    std::string who;
    std::list<Clock::time_point>::iterator since;
  };

  Answer ask(const std::string& who, Clock::time_point now) const;
  Hold begin(const std::string& who, Clock::time_point now);
  void end(const Hold& hold, bool in_vain, Clock::time_point now);

 private:
  struct User {
    std::list<Clock::time_point> held;  // the oldest first
    Clock::time_point in_vain_until{};
    bool stalled(Clock::time_point now) const;
  };

  std::map<std::string, User> users_;
  std::size_t most_;
};

}  // namespace nrmm::storage
