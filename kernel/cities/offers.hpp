#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cities/pack.hpp"

namespace nrmm::cities {

// What the policy (`filing.offered`, `changes.offered`) has on offer that day, in its order; each can be
// begun.
std::vector<const Workflow*> offered(const Pack& pack, std::string_view policy, Date on);

// Kinds of case about nothing in the register.
std::vector<const Workflow*> matters(const Pack& pack);

// What somebody in the role can begin without having anything yet: filings on offer, sites and matters. Empty
// where the city has nothing for the role to do.
std::vector<std::string> begun_by(const Pack& pack, std::string_view role, Date on);

}  // namespace nrmm::cities
