#include "plugins/circuit.hpp"

#include <algorithm>

namespace nrmm::plugins {
namespace {

constexpr int kFailures = 3;
constexpr std::chrono::seconds kLongest{60};

// Doubled with every failure beyond the third.
std::chrono::seconds pause_after(int failures) {
  return std::min(std::chrono::seconds(1L << std::min(failures - kFailures, 10)), kLongest);
}

}  // namespace

bool Circuit::due() const { return failures_ < kFailures || clock_() >= retry_at_; }

bool Circuit::closed() const {
  const std::lock_guard lock(mutex_);
  return due();
}

bool Circuit::broken() const {
  const std::lock_guard lock(mutex_);
  return failures_ >= kFailures;
}

bool Circuit::take() {
  const std::lock_guard lock(mutex_);
  if (!due()) return false;
  if (failures_ >= kFailures) retry_at_ = clock_() + pause_after(failures_);
  return true;
}

void Circuit::succeeded() {
  const std::lock_guard lock(mutex_);
  failures_ = 0;
}

void Circuit::failed() {
  const std::lock_guard lock(mutex_);
  ++failures_;
  if (failures_ >= kFailures) retry_at_ = clock_() + pause_after(failures_);
}

}  // namespace nrmm::plugins
