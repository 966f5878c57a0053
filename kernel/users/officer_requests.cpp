#include "users/officer_requests.hpp"

#include "base/random.hpp"
#include "users/account_store.hpp"
#include "users/member_finding.hpp"
#include "users/officer_subject.hpp"

namespace nrmm::users {
namespace {

constexpr bool kReviewed = true;  // whoever asks, another one has to agree

// The first, by name; cities have one.
const cities::Workflow* workflow_of(const cities::Pack& pack) {
  for (const auto& [name, workflow] : pack.workflows)
    if (workflow.subject == kOfficerSubject && pack.form(workflow.form)) return &workflow;
  return nullptr;
}

}  // namespace

http::Response OfficerRequests::submit(http::Request& request) const {
  const cities::Workflow* workflow = workflow_of(*request.pack);
  if (!workflow) throw Problem(403, "officer.not_offered");
  const cities::Pack& pack = *request.pack;
  storage::Session& session = request.session();
  const workflows::Call call = workflows::call_of(request);
  workflows::Course course = parts_.intake.course(call, request.pack, std::nullopt);
  course.follow(workflow);
  course.party = kRequester;
  workflows::HandedIn handed({pack, *course.form, request.body.at("answers"), course.facts, course.date},
                             kReviewed);
  auto findings = handed.faults();
  const NewOfficer officer = officer_in(handed.judged.answers);
  if (findings.empty()) findings = officer_faults(pack, officer, course.date);
  if (findings.empty() && !within_scope(request.actor, request.reach, officer.duty))
    throw Problem(403, "officer.out_of_scope");
  if (findings.empty() && officer_exists(session, officer_keys(officer, session.city(), parts_.numbers)))
    findings.push_back(member_finding(pack, "name", "officer_exists"));
  if (!findings.empty()) throw refusal(std::move(findings));
  const std::string district = officer.duty.districts.empty() ? "" : officer.duty.districts.front();
  const Json sealed = handed.sealed(parts_.intake.personal, session.city());
  const auto record = parts_.intake.open(
      call, course, {kOfficerSubject, new_id(), request.actor.account, district}, sealed, std::move(handed));
  return http::Response::created(parts_.intake.cases.view(call, record)).etag(record.version);
}

}  // namespace nrmm::users
