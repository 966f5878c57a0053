#include "workflows/case_service.hpp"

#include <algorithm>

#include "base/problem.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::workflows {
namespace {

// As nrmm_in_charge() of the database: these two roles have their own departments' and townships' cases only.
bool in_charge(const Actor& actor, std::string_view role, const Case& record) {
  const auto& departments = actor.departments;
  if (role == "department_officer")
    return std::find(departments.begin(), departments.end(), record.department) != departments.end();
  return role != "township_officer" || (!record.township.empty() && record.township == actor.township);
}

}  // namespace

std::optional<Case> CaseService::lock(storage::Session& session, const std::string& case_id) const {
  return case_store::lock(session, case_id);
}

std::optional<Case> CaseService::find(storage::Session& session, const std::string& case_id) const {
  return case_store::find(session, case_id);
}

Case CaseService::case_for(Call& call, const std::string& case_id) const {
  auto record = case_store::find(call.session, case_id);
  if (!record || !visible(call, *record, *pack_of(*record, call.city())))
    throw Problem(404, "request.not_found");
  return std::move(*record);
}

std::shared_ptr<const cities::Pack> CaseService::pack_of(const Case& record, const std::string& city) const {
  auto pack = parts_.packs.revision(city, record.revision);
  if (!pack) throw Problem(503, "pack.unavailable");
  return pack;
}

Parties CaseService::parties_of(Call& call, const Case& record, const cities::Pack& pack) const {
  Parties parties;
  const auto all = parts_.subjects.of(record.subject_type).parties(call.session, pack, record);
  for (const auto& [party, account] : all) {
    if (account == call.actor.account) parties.insert(party);
  }
  const cities::Workflow* workflow = pack.workflow(record.workflow);
  if (!workflow || !call.as_officer() || !call.covers(record.district)) return parties;
  for (const std::string& role : reviewers(*workflow))
    if (call.actor.has_role(role) && in_charge(call.actor, role, record))
      parties.merge(acting_as(*workflow, role));
  return parties;
}

bool CaseService::reviewing(const cities::Workflow& workflow, const Parties& parties) {
  const auto roles = reviewers(workflow);
  return std::any_of(roles.begin(), roles.end(), [&](const auto& role) { return parties.contains(role); });
}

// The city's level sees all its cases, an officer those that his roles decide on in his districts, others
// their own.
bool CaseService::visible(Call& call, const Case& record, const cities::Pack& pack) const {
  if (call.reach == http::Reach::city) return true;
  return !parties_of(call, record, pack).empty();
}

bool CaseService::own_matter(Call& call, const Case& record) const {
  return parts_.people.same_person(call.session, call.actor.account, record.owner) ||
         parts_.people.same_person(call.session, call.actor.account, record.opened_by) ||
         (!record.second_party.empty() &&
          parts_.people.same_person(call.session, call.actor.account, record.second_party));
}

}  // namespace nrmm::workflows
