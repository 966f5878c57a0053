#include "workflows/matters.hpp"

#include "base/absent.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "cities/form_wire.hpp"
#include "workflows/case_step.hpp"
#include "workflows/case_store.hpp"
#include "workflows/form_photos.hpp"
#include "workflows/locked_steps.hpp"
#include "workflows/matter_subject.hpp"
#include "workflows/member_refused.hpp"
#include "workflows/reasons.hpp"

namespace nrmm::workflows {
namespace {

constexpr const char* kDistrict = "registration_district";  // shared key; where the form asks for it

const cities::Workflow& workflow_of_kind(const cities::Pack& pack, const std::string& kind) {
  const cities::Workflow* workflow = pack.workflow(kind);
  if (!workflow || workflow->subject != cities::kMatter)
    throw member_refused(pack, "kind", "choice", {{"label", pack.text("label.case_kind")}});
  return *workflow;
}

std::string party_that_opens(const cities::Workflow& workflow, const Actor& actor) {
  for (const char* party : kPartiesOfMatters)
    if (actor.has_role(party) && may_open(workflow, party)) return party;
  throw Problem(403, "request.forbidden");
}

// As which party he goes on with what he began.
std::string party_that_hands_in(const cities::Workflow& workflow, const std::string& state,
                                const Actor& actor) {
  for (const char* party : kPartiesOfMatters)
    if (actor.has_role(party) && submission_of(workflow, state, {party})) return party;
  throw Problem(409, "case.transition");
}

}  // namespace

struct Matters::Matter {
  std::string id;  // of the subject: the case is all that there is of it
  PackPtr pack;
  Date date;
  std::optional<Case> current;
  const cities::Workflow& workflow;
  const cities::Form& form;
  std::string party, state;
  Json facts;
};

namespace {

const cities::Form& form_in(const cities::Pack& pack, const cities::Workflow& workflow) {
  const cities::Form* form = pack.form(workflow.form);
  if (!form) throw Problem(503, "pack.unavailable");
  return *form;
}

}  // namespace

Json Matters::begin(Call call, const PackPtr& active, const std::string& kind, const Json& answers) const {
  const cities::Workflow& workflow = workflow_of_kind(*active, kind);
  const Date today = case_store::today(call.session);
  const std::string party = party_that_opens(workflow, call.actor);
  if (!active->effective(today)) throw Problem(422, "pack.not_effective");
  Json facts = parts_.people.facts(call.session, *active, call.actor.account);
  CaseService::require_open(*active, workflow, party, facts);
  return hand_in(call,
                 {new_id(), active, today, std::nullopt, workflow, form_in(*active, workflow), party,
                  workflow.transition(cities::kOpen)->to, std::move(facts)},
                 answers);
}

Json Matters::hand_in_again(Call call, const std::string& case_id, const Json& answers,
                            std::int64_t version) const {
  auto record = parts_.cases.lock(call.session, case_id);
  const bool own =
      record && record->subject_type == cities::kMatter && record->opened_by == call.actor.account;
  if (!own) throw Problem(404, "request.not_found");
  if (record->version != version) throw Problem(412, "request.stale");
  if (record->phase != Phase::returned) throw Problem(409, "case.transition");
  const auto pack = parts_.cases.pack_of(*record, call.city());
  const cities::Workflow& workflow = workflow_of(*pack, *record);
  const std::string party = party_that_hands_in(workflow, record->state, call.actor);
  Json facts = parts_.people.facts(call.session, *pack, call.actor.account);
  return hand_in(call,
                 {record->subject_id, pack, record->date, record, workflow, form_in(*pack, workflow), party,
                  record->state, std::move(facts)},
                 answers);
}

cities::Judgement Matters::judged(Call& call, const Matter& matter, const cities::Transition& transition,
                                  const Json& whole, JudgedBy& by) const {
  if (transition.check.front() != "*") by.steps = transition.check;
  auto judged = cities::judge({*matter.pack, matter.form, whole, matter.facts, matter.date, by.steps});
  const std::size_t of_the_form = judged.flags.size();
  const std::string& owner = call.actor.account;
  check_photos(call.session, {*matter.pack, matter.form, {owner}, matter.id, owner, matter.date}, judged);
  for (Finding& left : left_undecided(matter.workflow, transition, judged))
    judged.errors.push_back(std::move(left));
  by.answers = parts_.personal.sealed(matter.form, whole, nullptr, call.city());
  by.from_register = register_findings(judged, of_the_form);
  if (!judged.refused()) return judged;
  Problem refused(422, "form.refused");
  refused.errors = judged.errors;
  throw refused;
}

Json Matters::hand_in(Call& call, Matter matter, const Json& answers) const {
  const auto* transition = submission_of(matter.workflow, matter.state, {matter.party});
  if (!transition) throw Problem(409, "case.transition");
  cities::check_shape(*matter.pack, matter.form, answers);
  const Json stored = matter.current ? matter.current->answers : Json();
  Json sent = parts_.personal.sealed(matter.form, answers, stored, call.city());
  if (matter.current)
    sent = with_locked_steps(matter.form, editable_steps(matter.workflow, matter.state, {matter.party}),
                             stored, std::move(sent));
  JudgedBy by;
  cities::Judgement judged =
      this->judged(call, matter, *transition, parts_.personal.opened(sent, call.city()), by);
  const Json derived = cities::derived_wire(judged);
  const std::vector<std::string> dropped = judged.dropped;
  const Json sealed = parts_.personal.sealed(matter.form, judged.answers, nullptr, call.city());
  const Case after = parts_.cases.submit(
      call, matter.pack, matter.current,
      {matter.workflow.name, cities::kMatter, matter.id, matter.party, call.actor.account,
       text_in(judged.answers, kDistrict), sealed, matter.facts, std::move(judged), std::move(by)});
  return {{"case", parts_.cases.view(call, after)}, {"derived", derived}, {"dropped", dropped}};
}

}  // namespace nrmm::workflows
