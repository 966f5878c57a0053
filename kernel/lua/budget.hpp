#pragma once

#include <chrono>
#include <cstddef>

namespace nrmm::lua {

// What one call of a rule may use. Time is elapsed time from the start of the call; memory is what the
// rule's state holds at once, in bytes, its compiled rules included.
struct Budget {
  std::chrono::milliseconds time{200};
  std::size_t memory = 16U << 20;
};

}  // namespace nrmm::lua
