#pragma once

#include <string_view>

#include "base/actor.hpp"
#include "cities/pack.hpp"
#include "workflows/case.hpp"
#include "workflows/people.hpp"
#include "workflows/personal.hpp"

namespace nrmm::machines {

// A change that was decided, while its effects come about.
struct DecidedChange {
  storage::Session& session;
  const cities::Pack& pack;
  const workflows::Case& record;
  std::string_view transition;  // of the case's workflow, by which
  const Actor& actor;
  workflows::People& people;
  const workflows::Personal& personal;
};

// The effects of changes that this program has, by the names packs give them.
bool known_effect(std::string_view effect);

// Locks the machine, brings the effect about and keeps with it what was before and after, who, and by which
// article. Problems: 409 case.guard where the machine is registered no more, machine.duplicate,
// machine.stage_unknown; std::logic_error for an effect that there is not.
void apply_effect(const DecidedChange&, std::string_view effect);

}  // namespace nrmm::machines
