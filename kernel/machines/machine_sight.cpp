#include "machines/machine_sight.hpp"

#include "base/problem.hpp"
#include "machines/machine_store.hpp"

namespace nrmm::machines {

bool is_own(const workflows::Call& call, const Machine& machine) {
  return machine.owner == call.actor.account || machine.filed_by == call.actor.account;
}

Machine machine_in_sight(workflows::Call& call, const std::string& id) {
  auto machine = machine_store::find(call.session, id);
  if (!machine) throw Problem(404, "request.not_found");
  const bool in_reach =
      call.as_officer() && machine->state != MachineState::draft && call.covers(machine->district);
  if (!is_own(call, *machine) && !in_reach) throw Problem(404, "request.not_found");
  return std::move(*machine);
}

}  // namespace nrmm::machines
