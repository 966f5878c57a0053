#pragma once

#include <chrono>

namespace nrmm {

// Where a request's time goes, for its line in the log.
enum class Phase { database, rules };

// How long this thread has been in a phase so far.
std::chrono::microseconds spent_in(Phase phase);

// This thread is in the phase for as long as it lives. Phases are not put into one another.
class Spending {
 public:
  explicit Spending(Phase phase) : phase_(phase) {}
  ~Spending();
  Spending(const Spending&) = delete;
  Spending& operator=(const Spending&) = delete;

 private:
  Phase phase_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace nrmm
