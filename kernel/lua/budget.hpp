#pragma once

#include <chrono>
#include <cstddef>

namespace nrmm::lua {

// What one call of a rule may use. Time is processor time of the calling thread, so that a busy server does
// not change what a rule decides, and at most kElapsedFactor times as much elapsed time; memory is what the
// rule's state holds at once, in bytes, its compiled rules included.
struct Budget {
  std::chrono::milliseconds time{200};
  std::size_t memory = 16U << 20;

  static constexpr int kElapsedFactor = 5;
};

}  // namespace nrmm::lua
