#pragma once

#include <optional>

#include "base/date.hpp"
#include "base/problem.hpp"
#include "cities/pack.hpp"
#include "machines/identifiers.hpp"

namespace nrmm::machines {

// What the register knows of other machines with the same identifier.
struct Others {
  bool registered = false;  // another machine that has a code and is not deregistered
  bool filed = false;       // another filing that waits or was returned

  bool any() const { return registered || filed; }
};

// What the city makes of that on a date. Pure, so that a replay finds the same; nothing where there are no
// others. A registered machine is refused or flagged as the city says; whatever else looks alike is for the
// reviewer.
std::optional<Finding> duplicate(const cities::Pack&, const cities::Form&, Date on, const Identifier&,
                                 const Others&);

}  // namespace nrmm::machines
