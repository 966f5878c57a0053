#include <set>

#include "base/system_actor.hpp"
#include "storage/savepoint.hpp"
#include "workflows/case_service.hpp"
#include "workflows/case_step.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::workflows {
namespace {

constexpr int kBatch = 100;

// What a notice about a deadline says.
Json words_of(const cities::Pack& pack, const cities::Workflow& workflow, const Case& record) {
  return {{"title", pack.fill(workflow.title)}, {"due", record.due_at.substr(0, record.due_at.find('T'))}};
}

std::set<std::string> accounts_of(Call& call, People& people, const Case& record) {
  std::set<std::string> accounts;
  for (const Officer& one : people.officers(call.session, office_of(record, record.district)))
    accounts.insert(one.id);
  for (const std::string& barred : record.barred) accounts.erase(barred);
  return accounts;
}

}  // namespace

// The officer who holds it, else the whole office; where no officer's turn it is, whose form is awaited.
void CaseService::remind(Call& call, const cities::Pack& pack, const cities::Workflow& workflow,
                         const Case& record) const {
  const Json words = words_of(pack, workflow, record);
  if (record.turn.empty()) {
    const cities::State* state = workflow.state(record.state);
    const auto parties = parts_.subjects.of(record.subject_type).parties(call.session, pack, record);
    for (const auto& [party, account] : parties)
      if (state && state->edits.contains(party))
        parts_.notices.tell(call.session, pack, account, "step_due", words, record);
    return;
  }
  std::set<std::string> told{record.claimed_by};
  if (record.claimed_by.empty()) told = accounts_of(call, parts_.people, record);
  for (const std::string& account : told)
    parts_.notices.tell_officer(call.session, pack, account, "review_due", words, record);
}

void CaseService::after_deadline(Call& call, const cities::Pack& pack, const cities::Workflow& workflow,
                                 const Case& record, Date today) const {
  const cities::State* state = workflow.state(record.state);
  const cities::Transition* late = state ? workflow.transition(state->late) : nullptr;
  if (late) {
    take({call, parts_, pack, workflow, *late}, record, today);
    return;
  }
  case_store::sleep_on(call.session, record);
  for (const std::string& account : accounts_of(call, parts_.people, record))
    parts_.notices.tell_officer(call.session, pack, account, "review_overdue",
                                words_of(pack, workflow, record), record);
}

void CaseService::on_time(Call& call, const Case& record, Date today) const {
  const auto pack = pack_of(record, call.city());
  const cities::Workflow& workflow = workflow_of(*pack, record);
  if (record.overdue) {
    after_deadline(call, *pack, workflow, record, today);
  } else {
    remind(call, *pack, workflow, record);
    case_store::sleep_on(call.session, record);
  }
}

// What is wrong with one case must not stop the clock of the others; it is worth another try when its pack,
// its plugin or its subject was mended.
int CaseService::run_late(storage::Session& session, const Stuck& stuck) const {
  const Actor system = system_actor(session.city());
  Call call{session, system, {}, http::Reach::city};
  int made = 0;
  const Date today = case_store::today(session);
  for (const Case& record : case_store::lock_woken(session, kBatch)) {
    ++made;
    const std::string reason = storage::failure_of(session, [&] { on_time(call, record, today); });
    if (reason.empty()) continue;
    case_store::wake_later(session, record);
    if (stuck) stuck(record, reason);
  }
  return made;
}

}  // namespace nrmm::workflows
