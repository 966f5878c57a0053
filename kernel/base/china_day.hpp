#pragma once

#include "base/date.hpp"

namespace nrmm {

// The day in China, for what asks no database. No summer time since 1991.
inline Date china_day(std::chrono::system_clock::time_point at = std::chrono::system_clock::now()) {
  constexpr std::chrono::hours kAhead{8};
  return Date(std::chrono::floor<std::chrono::days>(at + kAhead));
}

}  // namespace nrmm
