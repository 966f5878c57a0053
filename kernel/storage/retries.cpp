#include "storage/retries.hpp"

#include <algorithm>
#include <thread>

#include <sodium.h>

namespace nrmm::storage {

namespace {

constexpr int kMostTries = 3;
constexpr std::chrono::seconds kLongest{2};

}  // namespace

void pause_before_try(int next) {
  const int whole = std::min(10 << std::min(next - 1, 10), 200);  // milliseconds
  const auto by_chance = randombytes_uniform(static_cast<std::uint32_t>(whole / 2 + 1));
  std::this_thread::sleep_for(std::chrono::milliseconds(whole / 2 + static_cast<int>(by_chance)));
}

bool Retries::again(const SqlError& error) {
  if (!error.retryable() || tried_ >= kMostTries) return false;
  if (std::chrono::steady_clock::now() - first_ >= kLongest) return false;
  pause_before_try(++tried_);
  return true;
}

}  // namespace nrmm::storage
