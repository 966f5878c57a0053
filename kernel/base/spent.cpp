#include "base/spent.hpp"

#include <array>

namespace nrmm {
namespace {

thread_local std::array<std::chrono::steady_clock::duration, 2> spent{};

}  // namespace

std::chrono::microseconds spent_in(Phase phase) {
  return std::chrono::duration_cast<std::chrono::microseconds>(spent[static_cast<std::size_t>(phase)]);
}

Spending::~Spending() {
  spent[static_cast<std::size_t>(phase_)] += std::chrono::steady_clock::now() - began_;
}

}  // namespace nrmm
