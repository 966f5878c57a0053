#pragma once

#include <string>

#include "machines/change_effects.hpp"
#include "machines/machine.hpp"

namespace nrmm::machines {

// Whether the field of a filing is about the owner and not about the machine: a shared key of the contract
// that names or reaches him, or a photo of his papers.
bool about_owner(const cities::Field& field);

// The record's answers when the machine goes to the case's second party: what was said of the former owner is
// gone; of the new one stands what the change's form says (`new_…`), else what his account does.
Json answers_of_new_owner(const DecidedChange&, const Machine&);

}  // namespace nrmm::machines
