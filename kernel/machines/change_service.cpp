#include "machines/change_service.hpp"

#include <algorithm>

#include "base/problem.hpp"
#include "base/random.hpp"
#include "machines/change_effects.hpp"
#include "machines/machine_facts.hpp"
#include "machines/machine_store.hpp"
#include "workflows/case_store.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

constexpr const char* kSubject = "machine";
constexpr const char* kParty = "owner";

bool offered(const cities::Pack& pack, const std::string& kind, Date on) {
  const auto all = pack.list("changes.offered", on);
  return std::find(all.begin(), all.end(), kind) != all.end();
}

Problem not_offered(const cities::Pack& pack) {
  return workflows::member_refused(pack, "kind", "choice", {{"label", pack.text("label.change_kind")}});
}

void require_effects(const cities::Workflow& workflow) {
  for (const auto& [name, transition] : workflow.transitions)
    if (!std::all_of(transition.effects.begin(), transition.effects.end(), known_effect))
      throw Problem(409, "change.unavailable");
}

}  // namespace

workflows::Course ChangeService::course(Call& call, const workflows::PackPtr& active, const Machine& machine,
                                        const std::string& kind,
                                        std::optional<workflows::Case> current) const {
  workflows::Course change = parts_.course(call, active, std::move(current));
  if (!change.current) {
    if (!offered(*active, kind, change.date)) throw not_offered(*active);
    change.require_effective();
    change.follow(active->workflow(kind));
  }
  require_effects(*change.workflow);
  change.party = kParty;
  if (!machine.serial.empty())
    change.facts = machine_facts(*change.pack, machine, parts_.personal.masked(machine.answers, call.city()),
                                 change.date);
  change.facts.update(parts_.people.facts(call.session, *change.pack, call.actor.account));
  if (change.current) return change;
  workflows::CaseService::require_open(*change.pack, *change.workflow, kParty, change.facts);
  if (machine.serial.empty()) throw Problem(409, "case.guard");  // whatever the pack's guard says
  return change;
}

// The case's row before the machine's, as everywhere.
Json ChangeService::hand_in(Call call, const workflows::PackPtr& active, const std::string& id,
                            const std::string& kind, const Json& answers) const {
  auto current = is_id(id) ? workflows::case_store::lock_open(call.session, kSubject, id) : std::nullopt;
  const auto machine = machine_store::lock(call.session, id);
  if (!machine || machine->owner != call.actor.account) throw Problem(404, "request.not_found");
  if (current && current->kind != kind) throw Problem(409, "machine.in_review");
  const workflows::Course change = course(call, active, *machine, kind, std::move(current));
  return parts_.take(call, change, {kSubject, id, machine->owner, machine->district}, answers);
}

}  // namespace nrmm::machines
