#include "machines/change_service.hpp"

#include <algorithm>

#include "base/problem.hpp"
#include "base/random.hpp"
#include "cities/form_wire.hpp"
#include "machines/change_effects.hpp"
#include "machines/machine_store.hpp"
#include "machines/sign_proof_store.hpp"
#include "workflows/case_store.hpp"
#include "workflows/engine.hpp"
#include "workflows/form_photos.hpp"
#include "workflows/member_refused.hpp"
#include "workflows/reasons.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

constexpr const char* kSubject = "machine";
constexpr const char* kParty = "owner";
constexpr const char* kProof = "sign.proof";
constexpr const char* kByPhoto = "photo";

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

// A change and the rules it is under: those its case began with, else the active ones.
struct ChangeService::Change {
  Machine machine;
  PackPtr pack;
  Date date;
  std::optional<workflows::Case> current;
  const cities::Workflow* workflow = nullptr;
  const cities::Form* form = nullptr;
  Json facts = Json::object();
};

// The case's row before the machine's, as everywhere.
ChangeService::Change ChangeService::begun(Call& call, const PackPtr& active, const std::string& id,
                                           const std::string& kind) const {
  auto current = is_id(id) ? workflows::case_store::lock_open(call.session, kSubject, id) : std::nullopt;
  const auto machine = machine_store::lock(call.session, id);
  if (!machine || machine->owner != call.actor.account) throw Problem(404, "request.not_found");
  if (current && current->kind != kind) throw Problem(409, "machine.in_review");
  Change change{*machine,           active,  workflows::case_store::today(call.session),
                std::move(current), nullptr, nullptr};
  if (change.current) {
    change.pack = parts_.cases.pack_of(*change.current, call.city());
    change.date = change.current->date;
  } else if (!offered(*active, kind, change.date)) {
    throw not_offered(*active);
  } else if (!active->effective(change.date)) {
    throw Problem(422, "pack.not_effective");
  }
  change.workflow = change.pack->workflow(kind);
  change.form = change.workflow ? change.pack->form(change.workflow->form) : nullptr;
  if (!change.form) throw Problem(503, "pack.unavailable");
  require_effects(*change.workflow);
  if (!machine->serial.empty())
    change.facts = parts_.facts.of(call.session, *change.pack, *machine, change.date);
  change.facts.update(parts_.people.facts(call.session, *change.pack, call.actor.account));
  return change;
}

cities::Judgement ChangeService::judged(Call& call, const Change& change,
                                        const cities::Transition& transition, const Json& answers,
                                        workflows::JudgedBy& by) const {
  cities::check_shape(*change.pack, *change.form, answers);
  const Json stored = change.current ? change.current->answers : Json();
  const Json whole =
      parts_.personal.opened(parts_.personal.sealed(*change.form, answers, stored, call.city()), call.city());
  if (transition.check.front() != "*") by.steps = transition.check;
  auto judged = cities::judge({*change.pack, *change.form, whole, change.facts, change.date, by.steps});
  const std::size_t of_the_form = judged.flags.size();
  const std::string& owner = change.machine.owner;
  workflows::check_photos(
      call.session, {*change.pack, *change.form, {call.actor.account}, change.machine.id, owner, change.date},
      judged);
  for (Finding& left : workflows::left_undecided(*change.workflow, transition, judged))
    judged.errors.push_back(std::move(left));
  by.answers = parts_.personal.sealed(*change.form, whole, nullptr, call.city());
  by.from_register = workflows::register_findings(judged, of_the_form);
  if (!judged.refused()) return judged;
  Problem refused(422, "form.refused");
  refused.errors = judged.errors;
  throw refused;
}

Json ChangeService::hand_in(Call call, const PackPtr& active, const std::string& id, const std::string& kind,
                            const Json& answers) const {
  const Change change = begun(call, active, id, kind);
  if (!change.current) {
    workflows::CaseService::require_open(*change.pack, *change.workflow, kParty, change.facts);
    if (change.machine.serial.empty()) throw Problem(409, "case.guard");  // whatever the pack's guard says
  }
  const std::string state =
      change.current ? change.current->state : change.workflow->transition(cities::kOpen)->to;
  const auto* transition = workflows::submission_of(*change.workflow, state, {kParty});
  if (!transition) throw Problem(409, "case.transition");
  workflows::JudgedBy by;
  cities::Judgement judged = this->judged(call, change, *transition, answers, by);
  const Json derived = cities::derived_wire(judged);
  const std::vector<std::string> dropped = judged.dropped;
  const Json sealed = parts_.personal.sealed(*change.form, judged.answers, nullptr, call.city());
  const workflows::Case after =
      parts_.cases.submit(call, change.pack, change.current,
                          {kind, kSubject, id, kParty, change.machine.owner, change.machine.district, sealed,
                           change.facts, std::move(judged), std::move(by)});
  return {{"case", parts_.cases.view(call, after)}, {"derived", derived}, {"dropped", dropped}};
}

Json sign_proof_view(storage::Session& session, const cities::Pack& pack, const std::string& machine,
                     Date today) {
  if (pack.text_policy(kProof, today) != kByPhoto) return nullptr;
  const std::string at = sign_proof_store::proved_at(session, machine);
  return {{"state", at.empty() ? "wanted" : "proved"}, {"at", at.empty() ? Json() : Json(at)}};
}

}  // namespace nrmm::machines
