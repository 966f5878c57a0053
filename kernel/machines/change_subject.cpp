#include "machines/change_subject.hpp"

#include <stdexcept>

#include "machines/change_effects.hpp"
#include "machines/code.hpp"
#include "machines/machine_store.hpp"

namespace nrmm::machines {
namespace {

using workflows::Case;

Machine machine_of(storage::Session& session, const Case& record) {
  auto machine = machine_store::find(session, record.subject_id);
  if (!machine) throw std::logic_error("a change without a machine");
  return *machine;
}

}  // namespace

Json ChangeSubject::facts(storage::Session& session, const cities::Pack& pack, const Case& record) {
  const Machine machine = machine_of(session, record);
  Json facts = facts_.of(session, pack, machine, record.date);
  facts.update(FormSubject::facts(session, pack, record));
  return facts;
}

Json ChangeSubject::words(storage::Session& session, const cities::Pack& pack, const Case& record) {
  const Machine machine = machine_of(session, record);
  return {{"code", display_code(pack, machine.emission_stage, machine.serial, record.date)}};
}

std::map<std::string, std::string> ChangeSubject::parties(storage::Session&, const cities::Pack&,
                                                          const Case& record) {
  std::map<std::string, std::string> parties{{kOwner, record.owner}};
  if (!record.second_party.empty()) parties[kNewOwner] = record.second_party;
  return parties;
}

// Its row is what gates wait for: nothing enters between a guard that asks where it is and the effect.
void ChangeSubject::hold(storage::Session& session, const Case& record) {
  machine_store::lock(session, record.subject_id);
}

// The register changes by effects alone.
void ChangeSubject::follow(storage::Session&, const Case&, const Case&) {}

void ChangeSubject::apply(storage::Session& session, const cities::Pack& pack, const Case& record,
                          const workflows::Effect& effect) {
  apply_effect({session, pack, record, effect.transition, effect.actor, people_, personal_}, effect.name);
}

}  // namespace nrmm::machines
