#include "workflows/case_store.hpp"

#include "base/random.hpp"

namespace nrmm::workflows::case_store {
namespace {

using storage::Param;
using storage::Row;
using storage::Session;

// The holder's name is no join: a row that was waited for is read again, what it was joined with is not.
const std::string kSelect = R"(
select c.id, c.kind, c.workflow, c.revision, c.state, c.phase, c.subject_type, c.subject_id, c.district,
  c.reviewers, c.turn, c.barred, c.opened_by, c.owner_id, c.claimed_by,
  (select a.name from account a where a.city_id = c.city_id and a.id = c.claimed_by) as claimed_by_name, c.answers, c.findings,
  c.case_date, nrmm_time(c.due_at) as due_at, c.version, nrmm_time(c.created_at) as created_at
from review_case c )";

const std::string kFind = kSelect + "where c.id = $1";
const std::string kLock = kSelect + "where c.id = $1 for update of c";

// The last second of the day, in the city's time zone.
#define NRMM_END_OF_DAY(day) "((" day "::date + 1)::timestamptz - interval '1 second')"

constexpr const char* kInsert = R"(
insert into review_case (city_id, id, kind, workflow, revision, state, phase, subject_type, subject_id, district,
  reviewers, turn, barred, opened_by, owner_id, answers, findings, case_date, due_at)
values (nrmm_city(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::uuid[], $13, $14, $15, $16, $17, )" NRMM_END_OF_DAY(
    "$18") ")";

constexpr const char* kUpdate = R"(
update review_case set state = $2, phase = $3, district = $4, claimed_by = $5, answers = $6, findings = $7,
  owner_id = $8, turn = $10, barred = $11::uuid[], due_at = )" NRMM_END_OF_DAY(
    "$9") R"(, version = version + 1, updated_at = nrmm_now()
where id = $1)";

constexpr const char* kClaim = R"(
update review_case set claimed_by = $2, version = version + 1, updated_at = nrmm_now() where id = $1)";

const std::string kQueue = kSelect + R"(
where ($1::uuid is null or c.id > $1) and ($2::text[] is null or c.reviewers && $2)
  and ($3::text[] is null or c.district is null or c.district = any ($3))
  and ($4::text is null or c.kind = $4) and ($5::text is null or c.state = $5)
  and ($6::text is null or c.phase = $6) and ($7::text is null or c.district = $7)
  and ($8::uuid is null or c.claimed_by = $8) )";

const std::string kList = kQueue + "order by c.id limit $9";

// Written so that the index of cases in which it is somebody's turn fits.
const std::string kWaiting = kQueue + R"(
  and c.turn is not null and c.turn && $10 and not $11 = any (c.barred) order by c.id limit $9)";

const std::string kLate = kSelect + R"(
where c.phase = any ($2) and c.due_at < nrmm_now() order by c.id limit $1
for update of c skip locked)";

std::optional<std::string> maybe(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::optional<std::vector<std::string>> maybe(const std::vector<std::string>& roles) {
  return roles.empty() ? std::nullopt : std::optional<std::vector<std::string>>(roles);
}

std::optional<std::string> iso(const std::optional<Date>& day) {
  return day ? std::optional<std::string>(day->iso()) : std::nullopt;
}

Case read(const Row& row) {
  Case found;
  found.id = row.text("id");
  found.kind = row.text("kind");
  found.workflow = row.text("workflow");
  found.revision = row.text("revision");
  found.state = row.text("state");
  found.phase = phase_of(row.text("phase"));
  found.subject_type = row.text("subject_type");
  found.subject_id = row.text("subject_id");
  found.district = row.text("district");
  found.reviewers = row.array("reviewers");
  found.turn = row.array("turn");
  found.barred = row.array("barred");
  found.opened_by = row.text("opened_by");
  found.owner = row.text("owner_id");
  found.claimed_by = row.text("claimed_by");
  found.claimed_by_name = row.text("claimed_by_name");
  found.answers = row.json("answers");
  found.findings = row.json("findings");
  found.date = Date::parse(row.text("case_date")).value();
  found.due_at = row.text("due_at");
  found.version = row.integer("version");
  found.created_at = row.text("created_at");
  return found;
}

std::vector<Case> read_all(const storage::Rows& rows) {
  std::vector<Case> all;
  for (const Row& row : rows) all.push_back(read(row));
  return all;
}

std::optional<Case> one(Session& session, const std::string& sql, const std::string& id) {
  if (!is_id(id)) return std::nullopt;
  const auto rows = session.one(sql, {id});
  return rows ? std::optional<Case>(read(rows->front())) : std::nullopt;
}

}  // namespace

std::optional<Case> find(Session& session, const std::string& id) { return one(session, kFind, id); }
std::optional<Case> lock(Session& session, const std::string& id) { return one(session, kLock, id); }

void insert(Session& session, const Case& c, const std::optional<Date>& due) {
  session.run(kInsert, {c.id, c.kind, c.workflow, c.revision, c.state, name_of(c.phase), c.subject_type,
                        c.subject_id, maybe(c.district), c.reviewers, maybe(c.turn), c.barred, c.opened_by,
                        c.owner, c.answers, c.findings, c.date.iso(), iso(due)});
}

void update(Session& session, const Case& c, const std::optional<Date>& due) {
  session.run(kUpdate, {c.id, c.state, name_of(c.phase), maybe(c.district), maybe(c.claimed_by), c.answers,
                        c.findings, c.owner, iso(due), maybe(c.turn), c.barred});
}

void set_claim(Session& session, const Case& c, const std::string& account) {
  session.run(kClaim, {c.id, maybe(account)});
}

Date today(Session& session) {
  return Date::parse(session.run("select nrmm_today() as today").front().text("today")).value();
}

std::vector<Case> list(Session& session, const Filter& filter) {
  std::vector<storage::Param> params{maybe(filter.after),    filter.reviewers,         filter.districts,
                                     maybe(filter.kind),     maybe(filter.state),      maybe(filter.phase),
                                     maybe(filter.district), maybe(filter.claimed_by), filter.limit};
  if (!filter.waiting) return read_all(session.run(kList, params));
  params.insert(params.end(), {filter.waiting->roles, filter.waiting->account});
  return read_all(session.run(kWaiting, params));
}

std::vector<Case> lock_late(Session& session, int limit) {
  const std::vector<std::string> running{name_of(Phase::open), name_of(Phase::returned)};
  return read_all(session.run(kLate, {limit, running}));
}

}  // namespace nrmm::workflows::case_store
