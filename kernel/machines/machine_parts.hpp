#pragma once

#include "machines/machine_facts.hpp"
#include "workflows/intake.hpp"

namespace nrmm::machines {

// What a service of machines works with.
struct MachineParts : workflows::Intake {
  const MachineFacts& facts;
};

}  // namespace nrmm::machines
