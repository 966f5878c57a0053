#include "machines/machine_subject.hpp"

#include <stdexcept>

#include "base/problem.hpp"
#include "machines/code.hpp"
#include "machines/code_ledger.hpp"
#include "machines/collection.hpp"
#include "machines/identifier_store.hpp"
#include "machines/machine_store.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::machines {
namespace {

using workflows::Case;

constexpr const char* kIssueCode = "issue_code";

// The serial is the machine's for ever: a machine that has one gets no second.
void give_code(storage::Session& session, const cities::Pack& pack, const workflows::Personal& personal,
               const Case& record) {
  const auto machine = machine_store::lock(session, record.subject_id);
  if (!machine || !machine->serial.empty()) throw Problem(409, "machine.duplicate");
  if (machine->emission_stage.empty()) throw Problem(409, "machine.stage_unknown");
  identifier_store::claim(session, machine->id);
  const IssuedCode issued =
      issue_code(session, pack, machine->district, machine->emission_stage, record.date);
  machine_store::set_serial(session, machine->id, issued.serial);
  machine_store::add_stage(session, machine->id, issued.serial, issued.stage);
  begin_collection(session, pack, personal, *machine, issued.serial, record.date,
                   workflows::case_store::today(session));
}

// The city's officers can do nothing about it: its pack needs another range of numbers.
void tell_exhausted(log::Logger& log, const std::string& city, const std::string& district) {
  log.error("no registration code is left",
            {{"alarm", "codes_exhausted"}, {"city", city}, {"district", district}});
}

}  // namespace

Json MachineSubject::words(storage::Session& session, const cities::Pack& pack, const Case& record) {
  const auto machine = machine_store::find(session, record.subject_id);
  if (!machine || machine->serial.empty()) return Json::object();
  return {{"code", display_code(pack, machine->emission_stage, machine->serial, record.date)}};
}

void MachineSubject::follow(storage::Session& session, const Case&, const Case& after) {
  machine_store::set_state(session, after.subject_id, state_in(after.phase), after.id);
}

void MachineSubject::apply(storage::Session& session, const cities::Pack& pack, const Case& record,
                           const workflows::Effect& effect) {
  if (effect.name != kIssueCode) throw std::logic_error("a filing has no effect " + std::string(effect.name));
  try {
    give_code(session, pack, personal_, record);
  } catch (const Problem& problem) {
    if (problem.code == kExhausted) tell_exhausted(log_, session.city(), record.district);
    throw;
  }
}

void MachineSubject::determine(storage::Session& session, const Case& record, const std::string& name,
                               const Json& made) {
  auto machine = machine_store::lock(session, record.subject_id).value();
  machine.derived[name] = made;
  if (name == kEmissionStage) machine.emission_stage = made.at("value");
  machine_store::set_judged(session, machine);
}

}  // namespace nrmm::machines
