#include "machines/machine_service.hpp"

#include "base/problem.hpp"
#include "base/random.hpp"
#include "machines/filing_course.hpp"
#include "machines/machine_filing.hpp"
#include "machines/machine_store.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

void require_editable(const Machine& machine) {
  if (!editable(machine))
    throw Problem(409, machine.state == MachineState::in_review ? "machine.in_review" : "machine.locked");
}

}  // namespace

void record(Call& call, const char* action, const Machine& machine, const cities::Pack* pack) {
  audit::Entry entry;
  entry.action = action;
  entry.object_type = "machine";
  entry.object_id = machine.id;
  entry.after = {{"state", name_of(machine.state)}, {"version", machine.version}};
  if (pack) entry.pack_revision = pack->revision;
  audit::record(call.session, call.actor, call.origin, entry);
}

Machine MachineService::own(Call& call, const std::string& id) const {
  const auto machine = machine_store::find(call.session, id);
  if (!machine || (machine->owner != call.actor.account && machine->filed_by != call.actor.account))
    throw Problem(404, "request.not_found");
  return *machine;
}

MachineService::Filing MachineService::filing(Call& call, const PackPtr& active, Machine machine,
                                              std::optional<workflows::Case> current) const {
  Filing out{parts_.course(call, active, std::move(current)), std::move(machine)};
  if (out.current) {
    out.party = party_in(*out.workflow, call.actor);
  } else {
    const FilingCourse course = course_of_draft(*out.pack, call.actor, out.machine.kind, out.date);
    out.follow(course.workflow);
    out.party = course.party;
    out.machine.kind = course.workflow->name;
  }
  out.facts = parts_.people.facts(call.session, *out.pack, out.machine.filed_by);
  return out;
}

// The case's row before the machine's, as everywhere.
MachineService::Filing MachineService::locked(Call& call, const PackPtr& active,
                                              const std::string& id) const {
  const Machine seen = own(call, id);
  auto current = seen.case_id.empty() ? std::nullopt : parts_.cases.lock(call.session, seen.case_id);
  auto machine = machine_store::lock(call.session, id);
  if (!machine) throw Problem(404, "request.not_found");
  if (machine->case_id != seen.case_id) throw Problem(409, "machine.in_review");
  require_editable(*machine);
  return filing(call, active, std::move(*machine), std::move(current));
}

Json MachineService::create(Call call, const PackPtr& active, const Json& answers,
                            const std::string& kind) const {
  Machine machine;
  machine.kind =
      course_of_new(*active, call.actor, kind, workflows::case_store::today(call.session)).workflow->name;
  machine.id = new_id();
  machine.owner = machine.filed_by = call.actor.account;
  const Filing drafted = filing(call, active, machine, std::nullopt);
  cities::check_shape(*active, *drafted.form, answers);
  workflows::CaseService::require_open(*active, *drafted.workflow, drafted.party, drafted.facts);
  machine.answers = parts_.personal.sealed(*drafted.form, answers, nullptr, call.city());
  machine_store::insert(call.session, machine);
  record(call, "machine.create", machine, active.get());
  return view(call, active, machine.id);
}

Json MachineService::replace(Call call, const PackPtr& active, const std::string& id, const Json& answers,
                             std::int64_t version) const {
  Filing amended = locked(call, active, id);
  Machine& machine = amended.machine;
  if (machine.version != version) throw Problem(412, "request.stale");
  cities::check_shape(*amended.pack, *amended.form, answers);
  if (amended.editable().empty()) throw Problem(409, "machine.in_review");
  machine.answers = amended.amended(parts_.personal, machine.answers, answers, call.city());
  machine_store::set_answers(call.session, machine);
  record(call, "machine.update", machine, amended.pack.get());
  return view(call, active, id);
}

void MachineService::remove(Call call, const std::string& id) const {
  own(call, id);
  const auto machine = machine_store::lock(call.session, id);
  if (!machine) throw Problem(404, "request.not_found");
  if (machine->state != MachineState::draft || !machine->case_id.empty())
    throw Problem(409, machine->state == MachineState::in_review ? "machine.in_review" : "machine.locked");
  machine_store::remove(call.session, id);
  record(call, "machine.delete", *machine, nullptr);
}

Json MachineService::unmasked(Call call, const cities::Form& form, const std::string& id,
                              const Json& answers) const {
  if (id.empty()) return answers;
  const Machine machine = own(call, id);
  const Json sealed = parts_.personal.sealed(form, answers, machine.answers, call.city());
  return parts_.personal.opened(sealed, call.city());
}

}  // namespace nrmm::machines
