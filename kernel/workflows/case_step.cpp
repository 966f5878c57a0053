#include "workflows/case_step.hpp"

#include "base/problem.hpp"
#include "workflows/case_persons.hpp"
#include "workflows/case_store.hpp"
#include "workflows/reasons.hpp"
#include "workflows/review_time_store.hpp"

namespace nrmm::workflows {
namespace {

Json state_of(const Case& record) {
  return {{"state", record.state}, {"phase", name_of(record.phase)}, {"version", record.version}};
}

void audit_step(const Step& step, const Case& before, const Case& after) {
  audit::Entry entry;
  entry.action = "case." + step.transition.name;
  entry.object_type = "case";
  entry.object_id = after.id;
  entry.before = before.id.empty() ? Json() : state_of(before);
  entry.after = state_of(after);
  entry.pack_revision = after.revision;
  audit::record(step.call.session, step.call.actor, step.call.origin, entry);
}

void add_event(const Step& step, const std::string& from, const Case& after) {
  case_store::Event event;
  event.case_id = after.id;
  event.transition = step.transition.name;
  event.from = from;
  event.to = after.state;
  event.actor = step.call.actor.account;
  event.actor_name = step.call.actor.name;
  event.reason = step.reason;
  event.remarks = step.remarks;
  case_store::add_event(step.call.session, event);
}

// The case's steps so far and the one being taken.
std::vector<Taken> with_this(const Step& step, const Case& record) {
  auto steps = steps_of(step.call.session, record.id);
  steps.push_back({step.transition.name, record.state, step.transition.to, step.call.actor.account});
  return steps;
}

void add_reason(const Step& step, const Case& after) {
  const bool submitted = !step.transition.check.empty();
  if (submitted) return;  // the judgement's findings say why
  case_store::Decision decision =
      reason_of(step.pack, step.workflow, step.transition, case_store::events(step.call.session, after.id));
  decision.case_id = after.id;
  decision.revision = step.pack.revision;
  case_store::add_decision(step.call.session, decision);
}

// Whose turn it is now.
void hand_over(const Step& step, const Case& before, Case& changed) {
  const auto roles = turn(step.workflow, changed.state);
  changed.turn.assign(roles.begin(), roles.end());
  changed.barred.clear();
  if (asks_other_persons(step.workflow))
    changed.barred = barred(step.workflow, changed.state, standing(with_this(step, before)));
  if (changed.state != before.state) changed.claimed_by.clear();  // who is next takes it up himself
}

// What was said at the fields, in one line: （地点：请写明；照片：不清晰）.
std::string remarks_text(const Step& step) {
  const cities::Form* form = step.pack.form(step.workflow.form);
  std::string text;
  for (const Json& remark : step.remarks) {
    const auto name = remark["field"].get<std::string>();
    const cities::Field* field = form ? form->field(name) : nullptr;
    text += text.empty() ? "（" : "；";
    text += (field ? step.pack.fill(field->label) : name) + "：" + remark["text"].get<std::string>();
  }
  return text.empty() ? text : text + "）";
}

// How long the case had waited for this step of an officer.
void add_time(const Step& step, const Case& before, const Case& after, Date today) {
  const bool of_officer =
      !step.transition.roles.empty() && step.call.as_officer() && !step.call.actor.account.empty();
  const auto since = Date::parse(before.state_since.substr(0, std::string_view("0000-00-00").size()));
  if (!of_officer || !since || before.state == after.state) return;
  review_time_store::add(step.call.session, before, after, step.call.actor.account,
                         step.pack.working_days(*since, today));
}

void tell(const Step& step, const Outcome& outcome, const Case& after, SubjectHandler& subject) {
  if (outcome.tell.empty()) return;
  const auto parties = subject.parties(step.call.session, step.pack, after);
  Json words = subject.words(step.call.session, step.pack, after);
  words["reason"] = reason_text(step.pack, &step.transition, step.reason);
  words["remarks"] = remarks_text(step);
  for (const auto& [party, event] : outcome.tell) {
    const auto account = parties.find(party);
    if (account != parties.end())
      step.parts.notices.tell(step.call.session, step.pack, account->second, event, words, after);
  }
}

// The subject's, or <plugin>.<effect>.
void apply(const Step& step, SubjectHandler& subject, const std::string& effect, const Happened& happened) {
  if (effect.find('.') == std::string::npos)
    return subject.apply(step.call.session, step.pack, happened.after,
                         {effect, happened.transition, happened.actor});
  if (!step.parts.plugins) throw Problem(503, "plugin.unavailable");
  step.parts.plugins->carry_out(step.call.session, effect, happened);
}

Case store(storage::Session& session, const Case& changed, const Outcome& outcome) {
  const case_store::Deadline deadline{outcome.due, outcome.remind};
  if (changed.version == 0)
    case_store::insert(session, changed, deadline);
  else
    case_store::update(session, changed, deadline);
  return case_store::find(session, changed.id).value();
}

}  // namespace

Office office_of(const Case& record, const std::string& district) {
  return {record.turn, district, record.department, record.township};
}

const cities::Workflow& workflow_of(const cities::Pack& pack, const Case& record) {
  const cities::Workflow* workflow = pack.workflow(record.workflow);
  if (!workflow) throw Problem(503, "pack.unavailable");
  return *workflow;
}

void require_guard(const cities::Pack& pack, const cities::Transition& transition, const Json& facts) {
  if (guard_holds(transition, facts)) return;
  // Which of the facts stands in the way: an unapproved profile has a code of its own in the contract.
  Json approved = facts;
  approved["profile_state"] = profile::kApproved;
  Problem refused(409, guard_holds(transition, approved) ? "profile.not_approved" : "case.guard");
  refused.message = pack.fill(transition.refusal, facts);
  throw refused;
}

Case take(const Step& step, const Case& record, Date today) {
  storage::Session& session = step.call.session;
  const Outcome outcome =
      workflows::outcome(step.pack, step.workflow, step.transition, record.state, record.date, today);
  Case changed = record;
  changed.state = outcome.to;
  changed.phase = outcome.phase;
  hand_over(step, record, changed);
  const Case before = record.version == 0 ? Case{} : record;
  const Case after = store(session, changed, outcome);
  add_event(step, record.state, after);
  add_reason(step, after);
  add_time(step, before, after, today);
  SubjectHandler& subject = step.parts.subjects.of(after.subject_type);
  subject.follow(session, before, after);
  const Happened happened{step.pack, record, after, step.transition.name, step.call.actor};
  for (const std::string& effect : outcome.effects) apply(step, subject, effect, happened);
  tell(step, outcome, after, subject);
  if (step.parts.plugins) step.parts.plugins->tell(session, happened);
  audit_step(step, before, after);
  return after;
}

}  // namespace nrmm::workflows
