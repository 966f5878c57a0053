#pragma once

#include <string>

#include "machines/machine.hpp"
#include "workflows/call.hpp"

namespace nrmm::machines {

// Whether the caller owns it, or filed it for its owner.
bool is_own(const workflows::Call&, const Machine&);

// The machine where it is the caller's to see: his own, or in an officer's reach and no draft. Problem 404.
Machine machine_in_sight(workflows::Call&, const std::string& id);

}  // namespace nrmm::machines
