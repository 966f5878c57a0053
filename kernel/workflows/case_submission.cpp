#include <algorithm>
#include <set>

#include "base/absent.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "photos/photo_reuse_store.hpp"
#include "workflows/case_persons.hpp"
#include "workflows/case_service.hpp"
#include "workflows/case_step.hpp"
#include "workflows/case_store.hpp"
#include "workflows/determination.hpp"
#include "workflows/form_photos.hpp"
#include "workflows/judgement_store.hpp"
#include "workflows/reasons.hpp"

namespace nrmm::workflows {
namespace {

constexpr const char* kDepartment = "department";  // shared keys of the contract
constexpr const char* kTownship = "township";

const cities::Workflow& workflow_named(const cities::Pack& pack, const std::string& name) {
  const cities::Workflow* workflow = pack.workflow(name);
  if (!workflow) throw Problem(409, "case.transition");
  return *workflow;
}

Case begin(const Call& call, const cities::Pack& pack, const cities::Workflow& workflow,
           const Submission& submission, Date today) {
  Case record;
  record.id = new_id();
  record.kind = workflow.name;
  record.workflow = workflow.name;
  record.revision = pack.revision;
  record.state = workflow.transition(cities::kOpen)->to;
  record.subject_type = submission.subject_type;
  record.subject_id = submission.subject_id;
  const auto roles = reviewers(workflow);
  record.reviewers.assign(roles.begin(), roles.end());
  record.opened_by = call.actor.account;
  record.date = today;
  return record;
}

void add_decisions(storage::Session& session, const Case& record, const cities::Transition& transition,
                   const Submission& submission) {
  const std::string judgement = judgement_store::add(
      session, {"", record.id, transition.name, submission.by.steps, submission.by.answers, submission.facts,
                submission.by.from_register, derived_of(submission.judged), ""});
  for (case_store::Decision& decision : reasons_of(submission.judged)) {
    decision.case_id = record.id;
    decision.revision = record.revision;
    decision.judgement = judgement;
    case_store::add_decision(session, decision);
  }
}

Json photos_of(const cities::Pack& pack, const cities::Workflow& workflow, const Json& answers) {
  const cities::Form* form = pack.form(workflow.form);
  return form ? photos_in(pack, *form, answers) : Json::array();
}

std::vector<std::string> ids_of(const Json& photos) {
  std::vector<std::string> ids;
  for (const Json& photo : photos) ids.push_back(photo["id"]);
  return ids;
}

// For the reviewers: where the photos of those fields were shown before in which the judgement found such.
void note_reuse(storage::Session& session, const Case& record, const cities::Judgement& judged,
                const Json& photos) {
  std::set<std::string> fields;
  for (const Finding& flag : judged.flags)
    if (flag.rule == kReused) fields.insert(flag.field);
  for (const Json& photo : photos) {
    if (!fields.contains(photo["field"])) continue;
    const std::string id = photo["id"];
    const auto use = photos::photo_reuse_store::first_use(session, id, record.subject_id, record.owner);
    if (use) photos::photo_reuse_store::record(session, record.id, id, *use);
  }
}

}  // namespace

void CaseService::require_open(const cities::Pack& pack, const cities::Workflow& workflow,
                               std::string_view party, const Json& facts) {
  const cities::Transition* open = workflow.transition(cities::kOpen);
  if (!open || !may_take(*open, {std::string(party)})) throw Problem(403, "request.forbidden");
  require_guard(pack, *open, facts);
}

Case CaseService::submit(Call call, std::shared_ptr<const cities::Pack> pack, std::optional<Case> current,
                         const Submission& submission) const {
  const cities::Workflow& workflow = workflow_named(*pack, submission.workflow);
  if (!current) require_open(*pack, workflow, submission.party, submission.facts);
  const Date today = case_store::today(call.session);
  Case record = current ? *current : begin(call, *pack, workflow, submission, today);
  const cities::Transition* transition = submission_of(workflow, record.state, {submission.party});
  if (!transition) throw Problem(409, "case.transition");
  if (current) require_other_person(call, parts_.people, *pack, workflow, *transition, record);
  require_guard(*pack, *transition, submission.facts);
  record.owner = submission.owner;
  // An office that was given the case keeps it, unless the filing now belongs elsewhere.
  if (!current || record.filed_district != submission.district) record.district = submission.district;
  record.filed_district = submission.district;
  record.department = text_in(submission.answers, kDepartment);
  record.township = text_in(submission.answers, kTownship);
  if (current) record.answers_before = record.answers;
  record.answers = submission.answers;
  record.findings = findings_of(submission.judged);
  if (const cities::Form* form = pack->form(workflow.form))
    record.derived = derived_from_asked(*form, submission.judged);
  record.second_party = submission.second_party;
  Case after = take({call, parts_, *pack, workflow, *transition}, record, today);
  const Json photos = photos_of(*pack, workflow, submission.answers);
  note_reuse(call.session, after, submission.judged, photos);
  case_store::add_photos(call.session, after.id, ids_of(photos));
  add_decisions(call.session, after, *transition, submission);
  return after;
}

}  // namespace nrmm::workflows
