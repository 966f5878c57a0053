#pragma once

#include "cities/pack.hpp"
#include "machines/machine.hpp"

namespace nrmm::machines {

// What the register says of a machine that has its code. A name that a form asks itself is the form's.
Json machine_facts(const cities::Pack& pack, const Machine& machine, const Json& answers, Date on);

}  // namespace nrmm::machines
