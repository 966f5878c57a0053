#pragma once

#include "machines/machine_service.hpp"

namespace nrmm::machines {

inline constexpr const char* kFilingSubject = "filing";  // the type of a case's subject

// A machine and its filing's course; the facts are about who filed it.
struct MachineService::Filing : workflows::Course {
  Machine machine;
};

// What the audit record says of a filing that was made, changed or thrown away.
void record(workflows::Call&, const char* action, const Machine&, const cities::Pack*);

}  // namespace nrmm::machines
