#include "workflows/case.hpp"

#include <array>
#include <stdexcept>

namespace nrmm::workflows {
namespace {

constexpr std::array<const char*, 5> kPhases = {"open", "returned", "approved", "refused", "cancelled"};

}  // namespace

const char* name_of(Phase phase) { return kPhases.at(static_cast<std::size_t>(phase)); }

Phase phase_of(std::string_view name) {
  for (std::size_t i = 0; i < kPhases.size(); ++i) {
    if (name == kPhases[i]) return static_cast<Phase>(i);
  }
  throw std::invalid_argument("no phase of a case: " + std::string(name));
}

}  // namespace nrmm::workflows
