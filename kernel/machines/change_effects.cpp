#include "machines/change_effects.hpp"

#include <functional>
#include <map>
#include <stdexcept>
#include <string>

#include "machines/code_ledger.hpp"
#include "machines/identifier_store.hpp"
#include "machines/machine_store.hpp"
#include "machines/sign_proof_store.hpp"

namespace nrmm::machines {
namespace {

using Effect = std::function<void(storage::Session&, const std::string& machine)>;

// Its serial stays its own for ever; its identifiers may be filed again.
void deregister(storage::Session& session, const std::string& id) {
  const auto machine = machine_store::lock(session, id);
  if (!machine) throw std::logic_error("nothing to deregister");
  machine_store::set_state(session, id, MachineState::deregistered, machine->case_id);
  retire_code(session, machine->serial);
  identifier_store::release(session, id);
}

const std::map<std::string, Effect, std::less<>>& effects() {
  static const std::map<std::string, Effect, std::less<>> kEffects = {
      {"deregister", deregister}, {"prove_sign", sign_proof_store::prove}};
  return kEffects;
}

}  // namespace

bool known_effect(std::string_view effect) { return effects().contains(effect); }

void apply_effect(storage::Session& session, std::string_view effect, const std::string& machine) {
  const auto found = effects().find(effect);
  if (found == effects().end()) throw std::logic_error("a machine has no effect " + std::string(effect));
  found->second(session, machine);
}

}  // namespace nrmm::machines
