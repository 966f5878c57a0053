#pragma once

#include "machines/change_effects.hpp"
#include "machines/machine.hpp"

namespace nrmm::machines {

// Stores the machine as it is after an effect, together with the row of its history and the audit record.
// `beside`: what the effect did beside the record.
void keep_change(const DecidedChange&, std::string_view effect, const Machine& before, Machine after,
                 const Json& beside);

}  // namespace nrmm::machines
