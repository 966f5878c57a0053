#include "workflows/case_row.hpp"
#include "workflows/case_store.hpp"

// Queues: lists, counts, and what the clock must look at.
namespace nrmm::workflows::case_store {
namespace {

using storage::Param;
using storage::Row;
using storage::Session;

const std::string kQueue = kCaseSelect + R"(
where ($1::text[] is null or nrmm_in_charge(c.reviewers, c.department, c.township, $1, $15, $16))
  and ($2::text[] is null or c.district is null or c.district = any ($2))
  and ($3::text is null or c.kind = $3) and ($4::text is null or c.state = $4)
  and ($5::text is null or c.phase = $5) and ($6::text is null or c.district = $6)
  and ($7::text is null or c.department = $7) and ($8::uuid is null or c.claimed_by = $8)
  and ($9::text is null or $9 = any (c.turn))
  and ($10::boolean is null or coalesce(c.due_at <= nrmm_now() - interval '1 second', false) = $10)
  and ($11::date is null or c.due_at < $11::date::timestamptz) )";

// Written so that the indexes of cases in which it is somebody's turn fit.
const std::string kWaiting = kQueue + R"(and c.turn is not null and c.turn && $17 and not $20 = any (c.barred)
  and nrmm_in_charge(c.turn, c.department, c.township, $17, $18, $19) )";

const std::string kOwn = kQueue + "and (c.owner_id = $17 or c.opened_by = $17 or c.second_party = $17) ";

const std::string kOldest = R"(
  and ($12::uuid is null or c.id > $12) and $13::date is null order by c.id limit $14)";
const std::string kUrgent = R"(
  and ($12::uuid is null or (coalesce(c.due_at, 'infinity'), c.id) > (coalesce()" NRMM_END_OF_DAY(
    "$13") R"(, 'infinity'), $12))
  order by coalesce(c.due_at, 'infinity'), c.id limit $14)";

// A phase at a time: so the index is walked from where the phase begins.
constexpr const char* kLoads = R"(
select p.phase, l.cases, l.overdue, l.oldest
from unnest($1::text[]) as p (phase) cross join lateral (
  select count(*) as cases, count(*) filter (where due_at <= nrmm_now() - interval '1 second') as overdue,
    greatest(0, extract(epoch from nrmm_now() - min(created_at))) as oldest
  from review_case where review_case.phase = p.phase) l)";

// `turn` and `mine` are the asking officer's.
constexpr const char* kCounts = R"(
select kind, workflow, state, phase, coalesce(district, '') as district, coalesce(department, '') as department,
  count(*) as cases, count(*) filter (where nrmm_in_charge(turn, department, township, $4, $6, $7) and not $5::uuid = any (barred)) as turn,
  count(*) filter (where claimed_by = $5) as mine, count(*) filter (where claimed_by is not null) as claimed,
  count(*) filter (where due_at <= nrmm_now() - interval '1 second') as overdue, nrmm_time(min(created_at)) as oldest,
  nrmm_time(min(due_at)) as due
from review_case
where phase = any ($1) and (not $2 or nrmm_in_charge(reviewers, department, township, $4, $6, $7))
  and ($3::text[] is null or district is null or district = any ($3))
group by 1, 2, 3, 4, 5, 6 order by 1, 3, 5, 6)";

const std::string kWoken = kCaseSelect + R"(
where c.wake_at <= nrmm_now() order by c.wake_at limit $1 for update of c skip locked)";

constexpr const char* kSleep = R"(
update review_case set wake_at = case when due_at > nrmm_now() - interval '1 second' then due_at + interval '1 second' end
where id = $1)";

constexpr const char* kWakeLater =
    "update review_case set wake_at = nrmm_now() + interval '1 hour' where id = $1";

std::vector<Param> params_of(const Filter& f) {
  const auto day = [](const std::optional<Date>& date) {
    return date ? std::optional<std::string>(date->iso()) : std::nullopt;
  };
  const auto decides = f.decides.value_or(Filter::Officer{});
  std::vector<Param> params{f.decides ? Param(decides.roles) : Param(nullptr),
                            f.districts,
                            maybe(f.kind),
                            maybe(f.state),
                            maybe(f.phase),
                            maybe(f.district),
                            maybe(f.department),
                            maybe(f.claimed_by),
                            maybe(f.role),
                            f.overdue,
                            day(f.due_before),
                            maybe(f.after),
                            day(f.after_due),
                            f.limit,
                            decides.departments,
                            decides.township};
  if (!f.person.empty())
    params.push_back(f.person);
  else if (f.waiting)
    params.insert(params.end(),
                  {f.waiting->roles, f.waiting->departments, f.waiting->township, f.waiting->account});
  return params;
}

}  // namespace

std::vector<Case> list(Session& session, const Filter& filter) {
  static const std::string kStatements[] = {kQueue + kOldest,   kQueue + kUrgent, kWaiting + kOldest,
                                            kWaiting + kUrgent, kOwn + kOldest,   kOwn + kUrgent};
  const int of = !filter.person.empty() ? 4 : filter.waiting ? 2 : 0;
  const std::string& statement = kStatements[of + (filter.urgent ? 1 : 0)];
  return read_cases(session.run(statement, params_of(filter)));
}

std::vector<Count> counts(Session& session, const Filter& filter, const Filter::Officer& who) {
  const std::vector<std::string> running{name_of(Phase::open), name_of(Phase::returned)};
  std::vector<Count> all;
  for (const Row& row : session.run(kCounts, {running, filter.decides.has_value(), filter.districts,
                                              who.roles, who.account, who.departments, who.township})) {
    all.push_back({row.text("kind"), row.text("workflow"), row.text("state"), row.text("phase"),
                   row.text("district"), row.text("department"), row.integer("cases"), row.integer("turn"),
                   row.integer("mine"), row.integer("claimed"), row.integer("overdue"), row.text("oldest"),
                   row.text("due")});
  }
  return all;
}

std::vector<Load> loads(Session& session) {
  const std::vector<std::string> running{name_of(Phase::open), name_of(Phase::returned)};
  std::vector<Load> all;
  for (const Row& row : session.run(kLoads, {running}))
    all.push_back({row.text("phase"), row.integer("cases"), row.integer("overdue"), row.number("oldest")});
  return all;
}

std::vector<Case> lock_woken(Session& session, int limit) { return read_cases(session.run(kWoken, {limit})); }

void sleep_on(Session& session, const Case& c) { session.run(kSleep, {c.id}); }
void wake_later(Session& session, const Case& c) { session.run(kWakeLater, {c.id}); }

}  // namespace nrmm::workflows::case_store
