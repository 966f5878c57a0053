#pragma once

#include "machines/change_effects.hpp"
#include "machines/machine.hpp"

// How the answers of a change's form get into the register.
namespace nrmm::machines {

// The form by which the machine was filed: its fields are what the register knows. Problem 503
// pack.unavailable.
const cities::Form& form_of_register(const cities::Pack& pack, const Machine& machine);

// What the change's form asks and the register knows is as the form has it: what was left empty there is
// empty here. Other fields of the form stand in the case alone.
void take_answers(const DecidedChange&, Machine&);

// Derived values that follow from what the form asks, or that an officer determined; the others stand as they
// were. Problem 409 machine.stage_unknown where the stage would be one that nobody knows.
void take_derived(const DecidedChange&, Machine&);

}  // namespace nrmm::machines
