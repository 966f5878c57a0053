#include <algorithm>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "workflows/case_load_store.hpp"
#include "workflows/case_service.hpp"
#include "workflows/case_step.hpp"
#include "workflows/case_store.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::workflows {
namespace {

constexpr std::size_t kLongestReason = 500;  // code points

[[noreturn]] void refuse_member(const cities::Pack& pack, const std::string& member,
                                const std::string& code) {
  throw member_refused(pack, member, code,
                       {{"label", pack.text("label." + member)}, {"max", kLongestReason}});
}

}  // namespace

// Whoever is concerned himself, or was heard already, does not decide.
bool CaseService::may_hold(Call& call, const Case& record, const std::string& account) const {
  const auto is = [&](const std::string& other) {
    return parts_.people.same_person(call.session, account, other);
  };
  return !is(record.owner) && !is(record.opened_by) &&
         std::none_of(record.barred.begin(), record.barred.end(), is);
}

std::vector<Officer> CaseService::candidates(Call& call, const Case& record,
                                             const std::string& district) const {
  auto officers = parts_.people.officers(call.session, office_of(record, district));
  std::erase_if(officers, [&](const Officer& one) { return !may_hold(call, record, one.id); });
  return officers;
}

Json CaseService::assignees(Call call, const std::string& case_id, const std::string& wanted) const {
  const Case record = case_for(call, case_id);
  const std::string& district = wanted.empty() ? record.district : wanted;
  if (!call.covers(district)) throw Problem(404, "request.not_found");
  const auto officers = candidates(call, record, district);
  std::vector<std::string> ids;
  for (const Officer& one : officers) ids.push_back(one.id);
  const auto holds = case_store::held(call.session, ids);
  Json items = Json::array();
  for (const Officer& one : officers) {
    const auto count = holds.find(one.id);
    items.push_back({{"id", one.id},
                     {"name", one.name},
                     {"districts", one.districts},
                     {"holds", count == holds.end() ? 0 : count->second}});
  }
  return {{"items", std::move(items)}};
}

Case CaseService::assign(Call call, const std::string& case_id, const Assignment& wanted) const {
  const auto record = lock(call.session, case_id);
  if (!record) throw Problem(404, "request.not_found");
  const auto pack = pack_of(*record, call.city());
  if (!visible(call, *record, *pack)) throw Problem(404, "request.not_found");
  if (own_matter(call, *record)) throw Problem(403, "case.own");
  const bool held_by_other = !record->claimed_by.empty() && record->claimed_by != call.actor.account;
  if (call.reach != http::Reach::city && held_by_other)
    throw Problem(409, "case.claimed", {{"by", record->claimed_by_name}});
  if (record->version != wanted.version)
    throw Problem(409, "case.changed", {{"by", case_store::last_actor(call.session, case_id)}});
  if (ended(record->phase) || record->turn.empty()) throw Problem(409, "case.transition");

  Assignment made = wanted;
  made.reason = trim(wanted.reason);
  if (code_points(made.reason) > kLongestReason) refuse_member(*pack, "reason", "max_length");
  if (made.district.empty()) made.district = record->district;
  if (made.district != record->district && (!pack->district(made.district) || !call.covers(made.district)))
    refuse_member(*pack, "district", "district");
  if (!made.officer.empty()) {
    const auto officers = parts_.people.officers(call.session, office_of(*record, made.district));
    const auto is = [&](const Officer& one) { return one.id == made.officer; };
    if (std::none_of(officers.begin(), officers.end(), is) || !may_hold(call, *record, made.officer))
      refuse_member(*pack, "officer", "choice");
  }
  if (made.district == record->district && made.officer == record->claimed_by)
    throw Problem(409, "case.transition");
  record_assignment(call, *pack, *record, made);
  return case_store::find(call.session, case_id).value();
}

void CaseService::record_assignment(Call& call, const cities::Pack& pack, const Case& before,
                                    const Assignment& made) const {
  case_store::hand_over(call.session, before, made.district, made.officer);
  case_store::add_event(call.session, {before.id, kAssign, before.state, before.state, call.actor.account,
                                       call.actor.name, made.reason, Json::array(), ""});
  audit::Entry entry;
  entry.action = std::string("case.") + kAssign;
  entry.object_type = "case";
  entry.object_id = before.id;
  entry.before = {{"district", before.district}, {"officer", before.claimed_by}};
  entry.after = {{"district", made.district}, {"officer", made.officer}};
  entry.pack_revision = before.revision;
  audit::record(call.session, call.actor, call.origin, entry);

  const Json words = {{"title", pack.fill(workflow_of(pack, before).title)},
                      {"by", call.actor.name},
                      {"reason", made.reason}};
  const auto told = [&](const std::string& account, const char* event) {
    if (!account.empty() && account != call.actor.account)
      parts_.notices.tell_officer(call.session, pack, account, event, words, before);
  };
  told(made.officer, "case_assigned");
  if (before.claimed_by != made.officer) told(before.claimed_by, "case_moved");
}

}  // namespace nrmm::workflows
