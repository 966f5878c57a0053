#include <set>

#include "audit/audit.hpp"
#include "workflows/case_check.hpp"
#include "workflows/engine.hpp"

namespace nrmm::workflows {
namespace {

using storage::Row;

// Alike cases in one row: there are few kinds of standing.
constexpr const char* kStandings = R"(
select workflow, revision, state, phase, coalesce(turn, '{}') as turn, count(*) as cases, count(claimed_by) as claimed,
  min(id::text) as first
from review_case group by 1, 2, 3, 4, 5)";

constexpr const char* kTwice = R"(
select subject_type, subject_id, count(*) as cases from review_case
where phase = any ($1) group by 1, 2 having count(*) > 1)";

// A reading of personal values is recorded with the case, and is no step.
constexpr const char* kUneven = R"(
with steps as (
  select case_id::text as id, transition as name, count(*) as number from case_event group by 1, 2
), acts as (
  select object_id as id, substr(action, length('case.') + 1) as name, count(*) as number from audit
  where object_type = 'case' and action like 'case.%' and action <> 'case.disclosure' and result = $1 group by 1, 2
)
select coalesce(s.id, a.id) as id, coalesce(s.name, a.name) as name, coalesce(s.number, 0) as steps,
  coalesce(a.number, 0) as acts
from steps s full join acts a on a.id = s.id and a.name = s.name
where s.number is distinct from a.number order by 1, 2)";

constexpr const char* kSteps = "select count(*) as steps from case_event";

constexpr const char* kUnknown = R"(
select what, revision, count(*) as rows, min(id) as first from (
  select 'cases' as what, revision, id::text as id from review_case
  union all select 'decisions', pack_revision, id::text from decision) named
where not exists (select from pack_revision r where r.city_id = nrmm_city() and r.revision = named.revision)
group by 1, 2 order by 1, 2)";

// Empty: as the pack says.
std::string fault_of(const cities::Workflow* workflow, const Row& row) {
  const cities::State* state = workflow ? workflow->state(row.text("state")) : nullptr;
  if (!state) return "in no state of their workflow";
  const bool over = ended(phase_of(row.text("phase")));
  if (state->end != over)
    return over ? "ended in a state that is no end" : "running in a state that is an end";
  const auto waits = row.array("turn");
  if (std::set<std::string>(waits.begin(), waits.end()) != turn(*workflow, state->name))
    return "waiting for others than their state does";
  return over && row.integer("claimed") > 0 ? "ended and still in somebody's hands" : "";
}

std::string some(const Row& row, const std::string& fault) {
  return row.text("cases") + " cases of " + row.text("workflow") + " in state " + row.text("state") +
         " are " + fault + ", the first is " + row.text("first");
}

}  // namespace

void check_queues(storage::Session& session, cities::PackSource& packs, Inspection& inspection) {
  for (const char* what : {"cases", "in a queue", "with their owner", "ended"}) inspection.count(what, 0);
  for (const Row row : session.run(kStandings)) {
    const auto cases = row.integer("cases");
    const bool over = ended(phase_of(row.text("phase")));
    inspection.count("cases", cases);
    inspection.count(over ? "ended" : row.array("turn").empty() ? "with their owner" : "in a queue", cases);
    const auto pack = packs.revision(session.city(), row.text("revision"));
    if (!pack) continue;  // check_revisions() and the replay say so
    const std::string fault = fault_of(pack->workflow(row.text("workflow")), row);
    if (!fault.empty()) inspection.breach(some(row, fault));
  }
  const std::vector<std::string> running{name_of(Phase::open), name_of(Phase::returned)};
  for (const Row row : session.run(kTwice, {running}))
    inspection.breach(row.text("subject_type") + " " + row.text("subject_id") + " has " + row.text("cases") +
                      " running cases");
}

void check_recorded(storage::Session& session, Inspection& inspection) {
  inspection.count("steps", session.run(kSteps).front().integer("steps"));
  for (const Row row : session.run(kUneven, {audit::kDone}))
    inspection.breach("case " + row.text("id") + ": " + row.text("name") + " was taken " + row.text("steps") +
                      " times and recorded " + row.text("acts") + " times");
}

void check_revisions(storage::Session& session, Inspection& inspection) {
  for (const Row row : session.run(kUnknown))
    inspection.breach(row.text("rows") + " " + row.text("what") + " name revision " + row.text("revision") +
                      ", which is not archived; the first is " + row.text("first"));
}

}  // namespace nrmm::workflows
