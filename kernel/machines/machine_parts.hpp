#pragma once

#include "machines/machine_facts.hpp"
#include "workflows/intake.hpp"

namespace nrmm::machines {

// What the services of machines stand on.
struct MachineParts : workflows::Intake {
  const MachineFacts& facts;
};

}  // namespace nrmm::machines
