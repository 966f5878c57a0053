#include <algorithm>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "http/bad_request.hpp"
#include "workflows/case_persons.hpp"
#include "workflows/case_service.hpp"
#include "workflows/case_step.hpp"
#include "workflows/case_store.hpp"
#include "workflows/form_photos.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::workflows {
namespace {

constexpr std::size_t kLongestText = 500;  // code points of a reason in own words or of a remark

[[noreturn]] void refuse_field(const cities::Pack& pack, const std::string& field, const std::string& code,
                               const std::string& label) {
  throw member_refused(pack, field, code, {{"label", label}, {"max", kLongestText}});
}

std::string checked_reason(const cities::Pack& pack, const cities::Transition& transition,
                           const std::string& given) {
  const std::string reason = trim(given);
  const cities::Vocabulary* words = pack.vocabulary(transition.reason);
  const std::string label = words ? words->label : "reason";
  if (reason.empty() && !transition.reason.empty()) refuse_field(pack, "reason", "required", label);
  if (code_points(reason) > kLongestText) refuse_field(pack, "reason", "max_length", label);
  return reason;
}

// Remarks point at fields that the case's own form asks.
void check_remarks(const cities::Pack& pack, const cities::Form* form, const Json& remarks) {
  for (const Json& remark : remarks) {
    const bool shaped = remark.is_object() && remark.size() == 2 && remark.contains("field") &&
                        remark["field"].is_string() && remark.contains("text") && remark["text"].is_string();
    if (!shaped) throw http::bad_request("request.type", "remarks");
    const auto name = remark["field"].get<std::string>();
    const auto text = remark["text"].get<std::string>();
    const cities::Field* field = form ? form->field(name) : nullptr;
    if (!field) refuse_field(pack, name, "unknown_field", name);
    if (trim(text).empty()) refuse_field(pack, name, "required", field->label);
    if (code_points(text) > kLongestText) refuse_field(pack, name, "max_length", field->label);
  }
}

// Whether the rules left something for a person to look at.
bool flagged(const Case& record) {
  return std::any_of(record.findings.begin(), record.findings.end(),
                     [](const Json& finding) { return finding.value("level", "") == kFlag; });
}

// What is an officer's, or another party's, is never this party's.
const cities::Transition& transition_named(const Call& call, const cities::Workflow& workflow,
                                           const Case& record, const Parties& parties,
                                           const std::string& name) {
  const cities::Transition* known = workflow.transition(name);
  if (known && !call.as_officer() && !may_take(*known, parties)) throw Problem(403, "request.forbidden");
  const auto offers = offered(workflow, record.state, parties);
  const auto found = std::find_if(offers.begin(), offers.end(),
                                  [&](const cities::Transition* one) { return one->name == name; });
  // What hands in a form goes the subject's own way: its answers must be judged.
  if (found == offers.end() || !(*found)->check.empty()) throw Problem(409, "case.transition");
  return **found;
}

}  // namespace

Case CaseService::transition(Call call, const std::string& case_id, const TransitionRequest& request) const {
  const auto record = lock(call.session, case_id);
  if (!record) throw Problem(404, "request.not_found");
  return decide(call, *record, request);
}

// `record` is locked.
Case CaseService::decide(Call& call, const Case& record, const TransitionRequest& request) const {
  const auto pack = pack_of(record, call.city());
  const Parties parties = parties_of(call, record, *pack);
  if (!visible(call, record, *pack)) throw Problem(404, "request.not_found");
  const cities::Workflow& workflow = workflow_of(*pack, record);
  const bool reviews = reviewing(workflow, parties);
  if (reviews && own_matter(call, record)) throw Problem(403, "case.own");
  if (parties.empty()) throw Problem(403, "request.forbidden");
  require_seen(call, record, reviews, request.version);
  if (request.transition == kClaim || request.transition == kRelease) {
    const bool hold = request.transition == kClaim;
    check_claim(call, *pack, workflow, record, parties, hold);
    claim(call, record, hold);
    return case_store::find(call.session, record.id).value();
  }
  const cities::Transition& chosen = transition_named(call, workflow, record, parties, request.transition);
  require_other_person(call, parts_.people, *pack, workflow, chosen, record);
  const std::string reason = checked_reason(*pack, chosen, request.reason);
  check_remarks(*pack, pack->form(workflow.form), request.remarks);
  if (request.only_clean && flagged(record)) throw Problem(409, "case.flagged");
  SubjectHandler& subject = parts_.subjects.of(record.subject_type);
  subject.hold(call.session, record);
  require_guard(*pack, chosen, subject.facts(call.session, *pack, record));
  return take({call, parts_, *pack, workflow, chosen, reason, request.remarks}, record,
              case_store::today(call.session));
}

// Only who can do something with the case holds it: whoever gave the first opinion would keep others from the
// second.
void CaseService::check_claim(Call& call, const cities::Pack& pack, const cities::Workflow& workflow,
                              const Case& record, const Parties& parties, bool hold) const {
  const bool held = !record.claimed_by.empty();  // then by this actor: check_seen
  const auto offers = offered(workflow, record.state, parties);
  const auto of_officers = [](const cities::Transition* one) { return !one->roles.empty(); };
  const auto first = std::find_if(offers.begin(), offers.end(), of_officers);
  if (ended(record.phase) || first == offers.end() || held == hold) throw Problem(409, "case.transition");
  const auto steps = standing(steps_of(call.session, record.id));
  const bool may = std::any_of(offers.begin(), offers.end(), [&](const cities::Transition* one) {
    return of_officers(one) && other_person(call, parts_.people, *one, steps);
  });
  if (hold && !may) require_other_person(call, parts_.people, pack, workflow, **first, record);
}

void CaseService::claim(Call& call, const Case& record, bool hold) const {
  const std::string name = hold ? kClaim : kRelease;
  case_store::set_claim(call.session, record, hold ? call.actor.account : "");
  case_store::add_event(call.session, {record.id, name, record.state, record.state, call.actor.account,
                                       call.actor.name, "", Json::array(), ""});
  audit::Entry entry;
  entry.action = "case." + name;
  entry.object_type = "case";
  entry.object_id = record.id;
  entry.pack_revision = record.revision;
  audit::record(call.session, call.actor, call.origin, entry);
}

}  // namespace nrmm::workflows
