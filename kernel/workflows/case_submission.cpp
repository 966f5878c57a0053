#include "base/problem.hpp"
#include "base/random.hpp"
#include "workflows/case_persons.hpp"
#include "workflows/case_service.hpp"
#include "workflows/case_step.hpp"
#include "workflows/case_store.hpp"
#include "workflows/form_photos.hpp"

namespace nrmm::workflows {
namespace {

constexpr const char* kDepartment = "department";  // shared key of the contract

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

Json findings_of(const cities::Judgement& judged) {
  Json findings = Json::array();
  for (const Finding& finding : judged.flags) findings.push_back(finding.to_json());
  return findings;
}

void add_decision(storage::Session& session, const cities::Pack& pack, const Case& record,
                  const Finding& finding, const std::string& outcome) {
  case_store::Decision decision;
  decision.case_id = record.id;
  decision.rule = finding.rule;
  decision.outcome = outcome;
  decision.field = finding.field;
  decision.message = finding.message;
  decision.basis = finding.basis;
  decision.revision = pack.revision;
  decision.inputs = finding.inputs;
  case_store::add_decision(session, decision);
}

std::vector<std::string> photo_ids(const cities::Pack& pack, const cities::Workflow& workflow,
                                   const Json& answers) {
  std::vector<std::string> ids;
  if (const cities::Form* form = pack.form(workflow.form)) {
    for (const Json& photo : photos_in(pack, *form, answers)) ids.push_back(photo["id"]);
  }
  return ids;
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
  const auto department = submission.answers.find(kDepartment);
  record.department =
      department != submission.answers.end() && department->is_string() ? *department : Json("");
  if (current) record.answers_before = record.answers;
  record.answers = submission.answers;
  record.findings = findings_of(submission.judged);
  Case after = take({call, parts_, *pack, workflow, *transition}, record, today);
  case_store::add_photos(call.session, after.id, photo_ids(*pack, workflow, submission.answers));
  for (const Finding& flag : submission.judged.flags)
    add_decision(call.session, *pack, after, flag, flag.level);
  for (const Finding& passed : submission.judged.passed)
    add_decision(call.session, *pack, after, passed, passed.code == "derived" ? "derived" : "passed");
  return after;
}

}  // namespace nrmm::workflows
