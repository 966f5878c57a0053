#include "users/officer_requests.hpp"

#include "base/random.hpp"
#include "users/account_store.hpp"
#include "users/member_finding.hpp"
#include "users/officer_subject.hpp"

namespace nrmm::users {
namespace {

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
  const cities::Form& form = *pack.form(workflow->form);
  storage::Session& session = request.session();
  const std::string city = session.city();
  const Date today = city_today(session);
  auto judged = cities::judge({pack, form, request.body.at("answers"), Json::object(), today});
  auto findings = judged.errors;
  const NewOfficer officer = officer_in(judged.answers);
  if (findings.empty()) findings = officer_faults(pack, officer, today);
  if (findings.empty() && !within_scope(request.actor, request.reach, officer.duty))
    throw Problem(403, "officer.out_of_scope");
  if (findings.empty() && officer_exists(session, officer_keys(officer, city, parts_.numbers)))
    findings.push_back(member_finding(pack, "name", "officer_exists"));
  if (!findings.empty()) throw refusal(std::move(findings));
  const std::string district = officer.duty.districts.empty() ? "" : officer.duty.districts.front();
  const Json sealed = parts_.personal.sealed(form, judged.answers, nullptr, city);
  workflows::JudgedBy by;
  by.answers = parts_.personal.sealed(form, request.body.at("answers"), nullptr, city);
  const auto record =
      parts_.cases.submit(workflows::call_of(request), request.pack, std::nullopt,
                          {workflow->name, kOfficerSubject, new_id(), kRequester, request.actor.account,
                           district, sealed, Json::object(), std::move(judged), std::move(by)});
  return http::Response::created(parts_.cases.view(workflows::call_of(request), record)).etag(record.version);
}

}  // namespace nrmm::users
