#include "machines/machine.hpp"

#include <array>
#include <stdexcept>

namespace nrmm::machines {
namespace {

constexpr std::array<const char*, 6> kStates = {"draft",   "in_review", "returned",
                                                "refused", "approved",  "deregistered"};

}  // namespace

const char* name_of(MachineState state) { return kStates.at(static_cast<std::size_t>(state)); }

MachineState machine_state_of(std::string_view name) {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (name == kStates[i]) return static_cast<MachineState>(i);
  }
  throw std::invalid_argument("no state of a machine: " + std::string(name));
}

MachineState state_in(workflows::Phase phase) {
  switch (phase) {
    case workflows::Phase::open:
      return MachineState::in_review;
    case workflows::Phase::returned:
      return MachineState::returned;
    case workflows::Phase::approved:
      return MachineState::approved;
    case workflows::Phase::refused:
      return MachineState::refused;
    case workflows::Phase::cancelled:
      break;
  }
  return MachineState::draft;
}

}  // namespace nrmm::machines
