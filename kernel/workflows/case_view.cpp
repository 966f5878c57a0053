#include <algorithm>

#include "base/absent.hpp"
#include "base/problem.hpp"
#include "workflows/case_changes.hpp"
#include "workflows/case_persons.hpp"
#include "workflows/case_service.hpp"
#include "workflows/case_store.hpp"
#include "workflows/determination.hpp"
#include "workflows/photo_evidence.hpp"
#include "workflows/reasons.hpp"

namespace nrmm::workflows {
namespace {

std::string label_of(const cities::Pack& pack, const cities::Workflow* workflow, const std::string& name) {
  for (const char* own : {kClaim, kRelease, kAssign, kDetermine})
    if (name == own) return pack.text("action." + name);
  const cities::Transition* transition = workflow ? workflow->transition(name) : nullptr;
  return transition ? pack.fill(transition->label, Json::object()) : name;
}

Json events_of(storage::Session& session, const cities::Pack& pack, const cities::Workflow* workflow,
               const Case& record) {
  Json events = Json::array();
  for (const case_store::Event& event : case_store::events(session, record.id)) {
    const cities::Transition* taken = workflow ? workflow->transition(event.transition) : nullptr;
    events.push_back({{"transition", event.transition},
                      {"label", label_of(pack, workflow, event.transition)},
                      {"from", event.from},
                      {"to", event.to},
                      {"by", event.actor_name},
                      {"reason", or_null(reason_text(pack, taken, event.reason))},
                      {"remarks", event.transition == kDetermine ? shown_values(pack, workflow, event.remarks)
                                                                 : event.remarks},
                      {"at", event.at}});
  }
  return events;
}

Json office_of(const cities::Pack& pack, const std::string& district_id) {
  const cities::District* district = pack.district(district_id);
  if (!district || district->office_name.empty()) return nullptr;
  return {{"name", district->office_name}, {"phone", or_null(district->office_phone)}};
}

Json offer(const cities::Pack& pack, const cities::Transition& transition) {
  Json out = {{"transition", transition.name},
              {"label", pack.fill(transition.label, Json::object())},
              {"needs", Json::array()}};
  if (transition.reason.empty()) return out;
  out["needs"].push_back("reason");
  out["reasons"] = Json::array();
  if (const cities::Vocabulary* words = pack.vocabulary(transition.reason)) {
    for (const std::string& code : words->use) {
      if (const cities::Term* term = words->term(code))
        out["reasons"].push_back({{"value", term->code}, {"label", term->label}});
    }
  }
  return out;
}

}  // namespace

// What the caller may do by POST cases/{id}/transitions now; handing in a form goes another way.
Json CaseService::offers(Call& call, const Case& record, const cities::Pack& pack) const {
  Json out = Json::array();
  const cities::Workflow* workflow = pack.workflow(record.workflow);
  const Parties parties = parties_of(call, record, pack);
  if (!workflow || ended(record.phase)) return out;
  const bool reviews = reviewing(*workflow, parties);
  const bool held_by_other = !record.claimed_by.empty() && record.claimed_by != call.actor.account;
  if (reviews && (held_by_other || own_matter(call, record))) return out;
  const auto all = offered(*workflow, record.state, parties);
  const auto asks = [](const cities::Transition* one) { return !one->not_by.empty(); };
  std::vector<Taken> steps;
  if (std::any_of(all.begin(), all.end(), asks)) steps = standing(steps_of(call.session, record.id));
  bool decides = false;
  for (const cities::Transition* transition : all) {
    if (!other_person(call, parts_.people, *transition, steps)) continue;
    decides = decides || !transition->roles.empty();
    if (transition->check.empty()) out.push_back(offer(pack, *transition));
  }
  if (decides) {
    const std::string name = record.claimed_by.empty() ? kClaim : kRelease;
    out.push_back(
        {{"transition", name}, {"label", label_of(pack, workflow, name)}, {"needs", Json::array()}});
  }
  return out;
}

Json CaseService::view(Call call, const Case& record) const {
  const auto pack = pack_of(record, call.city());
  const cities::Workflow* workflow = pack->workflow(record.workflow);
  const cities::State* state = workflow ? workflow->state(record.state) : nullptr;
  const cities::Form* form = workflow ? pack->form(workflow->form) : nullptr;
  const Json events = events_of(call.session, *pack, workflow, record);
  Json subject = {{"type", record.subject_type}, {"id", record.subject_id}};
  subject.update(parts_.subjects.of(record.subject_type).view(call.session, *pack, record, call.actor));
  if (call.as_officer())
    subject["evidence"] = photo_evidence(call, *pack, record, subject.value("photos", Json::array()));
  return {{"id", record.id},
          {"version", record.version},
          {"kind", record.kind},
          {"state", record.state},
          {"label", state ? pack->fill(state->label, Json::object()) : record.state},
          {"phase", name_of(record.phase)},
          {"subject", std::move(subject)},
          {"revision", record.revision},
          {"findings", record.findings},
          {"transitions", offers(call, record, *pack)},
          {"determines", determinations(call, record, *pack)},
          {"turn", record.turn},
          {"claimed_by", call.as_officer() ? or_null(record.claimed_by_name) : Json()},
          {"due_at", or_null(record.due_at)},
          {"overdue", record.overdue},
          {"waiting_since", record.state_since},
          {"district", or_null(record.district)},
          {"department", or_null(record.department)},
          {"township", or_null(record.township)},
          {"created_at", record.created_at},
          {"office", office_of(*pack, record.district)},
          {"remarks", open_remarks(*pack, form, events)},
          {"changes", call.as_officer() && form ? changes(*pack, *form, record, parts_.personal, call.city())
                                                : Json::array()},
          {"events", events}};
}

Json CaseService::view(Call call, const std::string& case_id) const {
  return view(call, case_for(call, case_id));
}

Json CaseService::why(Call call, const std::string& case_id) const {
  const Case record = case_for(call, case_id);
  Json decisions = Json::array();
  for (const case_store::Decision& decision : case_store::decisions(call.session, record.id)) {
    decisions.push_back({{"rule", decision.rule},
                         {"outcome", decision.outcome},
                         {"field", decision.field},
                         {"message", decision.message},
                         {"basis", decision.basis},
                         {"pack_revision", decision.revision},
                         {"at", decision.at},
                         {"inputs", parts_.personal.masked(decision.inputs, call.city())}});
  }
  return {{"decisions", std::move(decisions)}};
}

}  // namespace nrmm::workflows
