#include "machines/change_subject.hpp"

#include <stdexcept>

#include "machines/change_effects.hpp"
#include "machines/code.hpp"
#include "machines/machine_facts.hpp"
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
  Json facts = machine_facts(pack, machine, personal_.masked(machine.answers, session.city()), record.date);
  facts.update(FormSubject::facts(session, pack, record));
  return facts;
}

Json ChangeSubject::words(storage::Session& session, const cities::Pack& pack, const Case& record) {
  const Machine machine = machine_of(session, record);
  return {{"code", display_code(pack, machine.emission_stage, machine.serial, record.date)}};
}

// The register changes by effects alone.
void ChangeSubject::follow(storage::Session&, const Case&, const Case&) {}

void ChangeSubject::apply(storage::Session& session, const cities::Pack&, const Case& record,
                          std::string_view effect, const Actor&) {
  apply_effect(session, effect, record.subject_id);
}

}  // namespace nrmm::machines
