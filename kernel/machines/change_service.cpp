#include "machines/change_service.hpp"

#include <algorithm>
#include <utility>

#include "base/problem.hpp"
#include "base/random.hpp"
#include "machines/change_effects.hpp"
#include "machines/change_subject.hpp"
#include "machines/code.hpp"
#include "machines/consents.hpp"
#include "machines/machine_store.hpp"
#include "workflows/case_store.hpp"
#include "workflows/engine.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

constexpr const char* kSubject = "machine";

bool offered(const cities::Pack& pack, const std::string& kind, Date on) {
  const auto all = pack.list("changes.offered", on);
  return std::find(all.begin(), all.end(), kind) != all.end();
}

// Whether who bought a machine may come with its code at all.
bool open_to_buyers(const cities::Pack& pack, Date on) {
  const auto all = pack.list("changes.offered", on);
  return std::any_of(all.begin(), all.end(), [&](const std::string& kind) {
    const cities::Workflow* workflow = pack.workflow(kind);
    return workflow && workflows::may_open(*workflow, kNewOwner);
  });
}

Problem not_offered(const cities::Pack& pack) {
  return workflows::member_refused(pack, "kind", "choice", {{"label", pack.text("label.change_kind")}});
}

void require_effects(const cities::Workflow& workflow) {
  for (const auto& [name, transition] : workflow.transitions)
    if (!std::all_of(transition.effects.begin(), transition.effects.end(), known_effect))
      throw Problem(409, "change.unavailable");
}

// As whom the caller takes part: as owner, as whom the machine is to go to by the running case, or as who
// comes with its code to begin one; empty: he has no part in it.
std::string party_of(const Call& call, const Machine& machine, const std::optional<workflows::Case>& current,
                     bool with_code) {
  if (machine.owner == call.actor.account) return kOwner;
  const bool second = current && current->second_party == call.actor.account;
  return second || (with_code && !current) ? kNewOwner : "";
}

}  // namespace

workflows::Course ChangeService::course(Call& call, const workflows::PackPtr& active, const Machine& machine,
                                        const std::string& kind, const std::string& party,
                                        std::optional<workflows::Case> current) const {
  workflows::Course change = parts_.course(call, active, std::move(current));
  if (!change.current) {
    if (!offered(*active, kind, change.date)) throw not_offered(*active);
    change.require_effective();
    change.follow(active->workflow(kind));
  }
  require_effects(*change.workflow);
  change.party = party;
  if (!machine.serial.empty())
    change.facts = parts_.facts.of(call.session, *change.pack, machine, change.date);
  change.facts.update(parts_.people.facts(call.session, *change.pack, call.actor.account));
  if (change.current) return change;
  workflows::CaseService::require_open(*change.pack, *change.workflow, party, change.facts);
  if (machine.serial.empty()) throw Problem(409, "case.guard");  // whatever the pack's guard says
  return change;
}

Json ChangeService::take(Call& call, const workflows::Course& change, const Machine& machine,
                         const Json& answers) const {
  workflows::About about{kSubject, machine.id, machine.owner, machine.district};
  workflows::HandedIn handed = parts_.judge(call, change, about, answers);
  Consents consents(call, parts_.people, change);
  consents.set(kOwner, machine.owner);
  if (change.party == kOwner)
    consents.name_parties(handed.judged);
  else
    consents.set(kNewOwner, call.actor.account);
  about.second_party = consents.account(kNewOwner);
  if (about.second_party == machine.owner) consents.refuse_party(handed.judged, kNewOwner, "party_same");
  consents.confirm(handed.judged);
  handed.require_accepted(consents.code_refused());
  const Json sealed = handed.sealed(parts_.personal, call.city());
  return parts_.submit(call, change, about, sealed, std::move(handed));
}

// The case's row before the machine's, as everywhere. Whoever waited for the machine looks again whether
// another change was begun meanwhile.
Json ChangeService::hand_in(Call& call, const workflows::PackPtr& active, const std::string& id,
                            const Wanted& wanted, bool with_code) const {
  auto current = is_id(id) ? workflows::case_store::lock_open(call.session, kSubject, id) : std::nullopt;
  const auto machine = machine_store::lock(call.session, id);
  const std::string party = machine ? party_of(call, *machine, current, with_code) : "";
  if (!machine || (party.empty() && !with_code)) throw Problem(404, "request.not_found");
  const bool another =
      current ? current->kind != wanted.kind : workflows::case_store::running(call.session, kSubject, id);
  if (another || party.empty()) throw Problem(409, "machine.in_review");
  const workflows::Course change = course(call, active, *machine, wanted.kind, party, std::move(current));
  return take(call, change, *machine, wanted.answers);
}

Json ChangeService::of_machine(Call call, const workflows::PackPtr& active, const std::string& id,
                               const Wanted& wanted) const {
  return hand_in(call, active, id, wanted, false);
}

Json ChangeService::of_code(Call call, const workflows::PackPtr& active, const std::string& code,
                            const Wanted& wanted) const {
  const auto read = read_code(*active, code, active->from);
  const auto machine = read ? machine_store::bearing(call.session, read->serial) : std::nullopt;
  const bool his = machine && machine->owner == call.actor.account;
  if (!machine || (!his && !open_to_buyers(*active, workflows::case_store::today(call.session))))
    throw Problem(404, "request.not_found");
  return hand_in(call, active, machine->id, wanted, true);
}

}  // namespace nrmm::machines
