#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

namespace nrmm::plugins {

// Whether a plugin is called at all. After three failures in a row it is left alone for 1, 2, 4 … at most 60
// seconds; then one call tries. Thread-safe.
class Circuit {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  explicit Circuit(Clock clock = std::chrono::steady_clock::now) : clock_(std::move(clock)) {}

  bool closed() const;  // calls are let through
  bool broken() const;  // it has failed three times and has not succeeded since
  bool take();          // as closed(); of those that wait for a trial only one gets it
  void succeeded();
  void failed();

 private:
  bool due() const;

  Clock clock_;
  mutable std::mutex mutex_;
  int failures_ = 0;
  std::chrono::steady_clock::time_point retry_at_{};
};

}  // namespace nrmm::plugins
