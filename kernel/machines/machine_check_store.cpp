#include "machines/code.hpp"
#include "machines/machine.hpp"
#include "machines/machine_check.hpp"

namespace nrmm::machines {
namespace {

using storage::Row;
using workflows::Phase;

// $1, $2: phases and the state in which each leaves its filing; $3: phases that run; $4: what an approved one
// may become.
constexpr const char* kFilings = R"(
select m.id, m.state, c.phase, m.case_id is not null as filed, running.cases as running
from machine m left join review_case c on c.id = m.case_id and c.subject_type = 'filing' and c.subject_id = m.id
  left join unnest($1::text[], $2::text[]) as leaves (phase, state) on leaves.phase = c.phase
  cross join lateral (select count(*) as cases from review_case r
    where r.subject_type = 'filing' and r.subject_id = m.id and r.phase = any ($3)) running
where running.cases <> case when c.phase = any ($3) then 1 else 0 end
  or case when m.case_id is null then m.state <> $5
       else c.id is null or (m.state <> leaves.state and not (m.state = $6 and leaves.state = $4)) end
order by m.id)";

constexpr const char* kStates = "select state, count(*) as machines from machine group by 1 order by 1";

// What carries a machine's district, and where it is another. A filing and what was handed out stay where
// they were when the machine has moved since.
constexpr const char* kDistricts = R"(
select 'cases' as what, count(*) as rows, count(*) filter (where m.district is distinct from c.filed_district) as astray,
  min(c.id::text) filter (where m.district is distinct from c.filed_district) as first
from machine m join review_case c on (c.id = m.case_id
     and not exists (select from machine_change k where k.machine_id = m.id and k.before ? 'district'))
   or (c.subject_type = 'machine' and c.subject_id = m.id and c.phase = any ($1))
union all
select 'collections', count(*), count(*) filter (where h.district <> m.district),
  min(h.id::text) filter (where h.district <> m.district)
from machine m join collection h on h.machine_id = m.id and h.collected_at is null)";

// Every change is named by its machine when it comes about, and leaves its owner.
constexpr const char* kChanges = R"(
select count(*) as changes,
  count(*) filter (where k.last and (m.change_id is distinct from k.id or m.owner_id <> k.owner_after)) as astray,
  min(m.id::text) filter (where k.last and (m.change_id is distinct from k.id or m.owner_id <> k.owner_after)) as first
from machine m join (
  select *, number = max(number) over (partition by machine_id) as last from machine_change) k on k.machine_id = m.id)";

// Serials by what their beginning follows from.
constexpr const char* kPrefixes = R"(
select c.revision, c.case_date, c.filed_district as district, left(m.serial, 3) as prefix, count(*) as serials, min(m.serial) as first
from machine m join review_case c on c.id = m.case_id where m.serial is not null group by 1, 2, 3, 4)";

std::vector<std::string> running() { return {name_of(Phase::open), name_of(Phase::returned)}; }

void check_prefixes(storage::Session& session, cities::PackSource& packs, Inspection& inspection) {
  for (const Row row : session.run(kPrefixes)) {
    inspection.count("serials", row.integer("serials"));
    const auto pack = packs.revision(session.city(), row.text("revision"));
    if (!pack) continue;
    const cities::District* district = pack->district(row.text("district"));
    const Date on = Date::parse(row.text("case_date")).value();
    if (!district || serial_prefix(*pack, *district, on) != row.text("prefix"))
      inspection.breach(row.text("serials") + " serials with " + row.text("prefix") + " of machines in " +
                        row.text("district") + ", the first is " + row.text("first"));
  }
}

void check_changes(storage::Session& session, Inspection& inspection) {
  const auto rows = session.run(kChanges);
  const Row found = rows.front();
  inspection.count("changes", found.integer("changes"));
  if (found.integer("astray") > 0)
    inspection.breach(found.text("astray") +
                      " machines are not as their last change left them, the first is " +
                      found.text("first"));
}

}  // namespace

void check_filings(storage::Session& session, Inspection& inspection) {
  std::vector<std::string> phases, states;
  for (const Phase phase :
       {Phase::open, Phase::returned, Phase::approved, Phase::refused, Phase::cancelled}) {
    phases.emplace_back(name_of(phase));
    states.emplace_back(name_of(state_in(phase)));
  }
  for (const Row row : session.run(kStates)) inspection.count("filings", row.integer("machines"));
  for (const Row row :
       session.run(kFilings, {phases, states, running(), name_of(MachineState::approved),
                              name_of(MachineState::draft), name_of(MachineState::deregistered)}))
    inspection.breach("filing " + row.text("id") + " is " + row.text("state") + ", its case " +
                      (row.is_null("phase") ? row.flag("filed") ? "missing" : "none" : row.text("phase")) +
                      ", running cases " + row.text("running"));
}

void check_districts(storage::Session& session, cities::PackSource& packs, Inspection& inspection) {
  for (const Row row : session.run(kDistricts, {running()})) {
    inspection.count(row.text("what"), row.integer("rows"));
    if (row.integer("astray") > 0)
      inspection.breach(row.text("astray") + " " + row.text("what") +
                        " of another district than their machine, the first is " + row.text("first"));
  }
  check_prefixes(session, packs, inspection);
  check_changes(session, inspection);
}

}  // namespace nrmm::machines
