#include "machines/change_register.hpp"

#include "base/absent.hpp"
#include "base/problem.hpp"
#include "cities/condition.hpp"
#include "workflows/form_subject.hpp"

namespace nrmm::machines {
namespace {

// Shared keys of the contract that the register keeps in columns.
constexpr const char* kDistrict = "registration_district";
constexpr const char* kKind = "machine_kind";

const cities::Form& form_of_change(const DecidedChange& change) {
  const cities::Form* form = workflows::form_of(change.pack, change.record);
  if (!form) throw Problem(503, "pack.unavailable");
  return *form;
}

}  // namespace

const cities::Form& form_of_register(const cities::Pack& pack, const Machine& machine) {
  const cities::Workflow* workflow = pack.workflow(machine.kind);
  const cities::Form* form = pack.form(workflow ? workflow->form : "machine");
  if (!form) throw Problem(503, "pack.unavailable");
  return *form;
}

void take_answers(const DecidedChange& change, Machine& machine) {
  const cities::Form& known = form_of_register(change.pack, machine);
  const std::string& city = change.session.city();
  for (const cities::Field* field : form_of_change(change).listed()) {
    if (!known.field(field->name)) continue;
    const Json given = change.record.answers.value(field->name, Json());
    if (!cities::answered(given)) {
      machine.answers.erase(field->name);
    } else if (change.personal.opened(given, city) !=
               change.personal.opened(machine.answers.value(field->name, Json()), city)) {
      machine.answers[field->name] = given;  // the same value sealed anew is no change
    }
  }
  machine.district = text_in(machine.answers, kDistrict);
  machine.machine_kind = text_in(machine.answers, kKind);
}

void take_derived(const DecidedChange& change, Machine& machine) {
  for (const auto& [name, made] : change.record.derived.items()) {
    const std::string value = text_in(made, "value");
    if (name == kEmissionStage && value.empty()) throw Problem(409, "machine.stage_unknown");
    machine.derived[name] = made;
    machine.revision = change.pack.revision;
    if (name == kEmissionStage) machine.emission_stage = value;
  }
}

}  // namespace nrmm::machines
