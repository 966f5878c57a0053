#include "machines/change_effects.hpp"

#include <map>
#include <stdexcept>
#include <string>

#include "base/problem.hpp"
#include "machines/change_history.hpp"
#include "machines/change_register.hpp"
#include "machines/code.hpp"
#include "machines/code_ledger.hpp"
#include "machines/collection.hpp"
#include "machines/collection_store.hpp"
#include "machines/identifier_store.hpp"
#include "machines/machine_change_store.hpp"
#include "machines/machine_store.hpp"
#include "machines/owner_answers.hpp"
#include "machines/sign_proof_store.hpp"
#include "workflows/case_store.hpp"
#include "workflows/form_photos.hpp"

namespace nrmm::machines {
namespace {

// What an effect does: to the record as it is to be, and to what else hangs on the machine. Returns what it
// did beside the record.
using Effect = Json (*)(const DecidedChange&, Machine& machine);

Json update_machine(const DecidedChange& change, Machine& machine) {
  take_answers(change, machine);
  take_derived(change, machine);
  const cities::Form& form = form_of_register(change.pack, machine);
  identifier_store::renew(change.session, machine.id, identifiers_of(form, machine.answers));
  return Json::object();
}

Json update_owner(const DecidedChange& change, Machine& machine) {
  take_answers(change, machine);
  return Json::object();
}

// The code keeps the district that it was issued in.
Json change_place(const DecidedChange& change, Machine& machine) {
  take_answers(change, machine);
  collection_store::move(change.session, machine.id, machine.district);
  return Json::object();
}

// Whoever had a part in it for the former owner has none any more: his agent, too. What the record shows of
// the machine itself, the new owner may look at.
Json change_owner(const DecidedChange& change, Machine& machine) {
  if (change.record.second_party.empty()) throw std::logic_error("a change of owner without a new owner");
  machine.answers = answers_of_new_owner(change, machine);
  machine.owner = machine.filed_by = change.record.second_party;
  std::vector<std::string> photos;
  const cities::Form& form = form_of_register(change.pack, machine);
  for (const Json& photo : workflows::photos_in(change.pack, form, machine.answers))
    photos.push_back(photo.at("id"));
  workflows::case_store::add_photos(change.session, change.record.id, photos);
  return Json::object();
}

Json deregister(const DecidedChange& change, Machine& machine) {
  machine.state = MachineState::deregistered;
  retire_code(change.session, machine.serial);
  identifier_store::release(change.session, machine.id);
  collection_store::drop(change.session, machine.id, false);
  return Json::object();
}

// As the machine is shown from now on: its stage may just have changed.
Json order_sign(const DecidedChange& change, Machine& machine) {
  const std::string code =
      display_code(change.pack, machine.emission_stage, machine.serial, change.record.date);
  const int number = machine_change_store::order_sign(change.session, machine.id, code, change.record.id);
  sign_proof_store::want(change.session, machine.id);
  collection_store::drop(change.session, machine.id, true);
  begin_collection(change.session, change.pack, change.personal, machine, machine.serial, change.record.date,
                   workflows::case_store::today(change.session));
  return {{"sign", {{"number", number}, {"code", code}}}};
}

Json prove_sign(const DecidedChange& change, Machine& machine) {
  sign_proof_store::prove(change.session, machine.id);
  return {{"sign", {{"proved", true}}}};
}

constexpr std::pair<std::string_view, Effect> kEffects[] = {
    {"change_owner", change_owner}, {"change_place", change_place}, {"deregister", deregister},
    {"order_sign", order_sign},     {"prove_sign", prove_sign},     {"update_machine", update_machine},
    {"update_owner", update_owner},
};

Effect effect_named(std::string_view name) {
  for (const auto& [known, effect] : kEffects)
    if (known == name) return effect;
  return nullptr;
}

}  // namespace

bool known_effect(std::string_view effect) { return effect_named(effect) != nullptr; }

void apply_effect(const DecidedChange& change, std::string_view name) {
  const Effect effect = effect_named(name);
  if (!effect) throw std::logic_error("a machine has no effect " + std::string(name));
  const auto before = machine_store::lock(change.session, change.record.subject_id);
  if (!before || before->state != MachineState::approved) throw Problem(409, "case.guard");
  Machine after = *before;
  const Json beside = effect(change, after);
  keep_change(change, name, *before, std::move(after), beside);
}

}  // namespace nrmm::machines
