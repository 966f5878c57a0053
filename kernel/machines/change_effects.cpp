#include "machines/change_effects.hpp"

#include <functional>
#include <map>
#include <stdexcept>
#include <string>

#include "machines/sign_proof_store.hpp"

namespace nrmm::machines {
namespace {

using Effect = std::function<void(storage::Session&, const std::string& machine)>;

const std::map<std::string, Effect, std::less<>>& effects() {
  static const std::map<std::string, Effect, std::less<>> kEffects = {
      {"prove_sign", sign_proof_store::prove}};
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
