#include "workflows/case_store.hpp"

#include "base/random.hpp"
#include "workflows/case_row.hpp"

namespace nrmm::workflows::case_store {
namespace {

using storage::Param;
using storage::Session;

const std::string kFind = kCaseSelect + "where c.id = $1";
const std::string kLock = kCaseSelect + "where c.id = $1 for update of c";

const std::string kLockOpen =
    kCaseSelect + "where c.subject_type = $1 and c.subject_id = $2 and c.phase = any ($3) for update of c";

constexpr const char* kRunning = R"(
select 1 from review_case where subject_type = $1 and subject_id = $2 and phase = any ($3))";

std::vector<std::string> still_running() { return {name_of(Phase::open), name_of(Phase::returned)}; }

constexpr const char* kInsert = R"(
insert into review_case (city_id, id, kind, workflow, revision, state, phase, subject_type, subject_id, district,
  reviewers, turn, barred, opened_by, owner_id, answers, findings, case_date, department, filed_district, due_at, wake_at, township,
  second_party, derived)
values (nrmm_city(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::uuid[], $13, $14, $15, $16, $17, $20, $21,
  )" NRMM_END_OF_DAY("$18") ", coalesce($19::date, $18::date + 1)::timestamptz, $22, $23, $24)";

constexpr const char* kUpdate = R"(
update review_case set state = $2, phase = $3, district = $4, claimed_by = $5, answers = $6, findings = $7,
  owner_id = $8, turn = $9, barred = $10::uuid[], answers_before = $13, department = $14, filed_district = $15, township = $16,
  second_party = $17, derived = $18,
  state_since = case when state = $2 then state_since else nrmm_now() end,
  due_at = )" NRMM_END_OF_DAY("$11") R"(, wake_at = coalesce($12::date, $11::date + 1)::timestamptz,
  version = version + 1, updated_at = nrmm_now()
where id = $1)";

constexpr const char* kClaim = R"(
update review_case set claimed_by = $2, version = version + 1, updated_at = nrmm_now() where id = $1)";

constexpr const char* kDetermine = R"(
update review_case set derived = jsonb_set(derived, array[$2], $3) where id = $1)";

constexpr const char* kHandOver = R"(
update review_case set district = $2, claimed_by = $3, version = version + 1, updated_at = nrmm_now() where id = $1)";

std::optional<std::string> iso(const std::optional<Date>& day) {
  return day ? std::optional<std::string>(day->iso()) : std::nullopt;
}

std::optional<Case> one(Session& session, const std::string& sql, const std::string& id) {
  if (!is_id(id)) return std::nullopt;
  const auto rows = session.one(sql, {id});
  return rows ? std::optional<Case>(read_case(rows->front())) : std::nullopt;
}

}  // namespace

std::optional<Case> find(Session& session, const std::string& id) { return one(session, kFind, id); }
std::optional<Case> lock(Session& session, const std::string& id) { return one(session, kLock, id); }

std::optional<Case> lock_open(Session& session, const std::string& type, const std::string& id) {
  const auto rows = session.one(kLockOpen, {type, id, still_running()});
  return rows ? std::optional<Case>(read_case(rows->front())) : std::nullopt;
}

bool running(Session& session, const std::string& type, const std::string& id) {
  return session.one(kRunning, {type, id, still_running()}).has_value();
}

void insert(Session& session, const Case& c, const Deadline& deadline) {
  session.run(kInsert, {c.id,
                        c.kind,
                        c.workflow,
                        c.revision,
                        c.state,
                        name_of(c.phase),
                        c.subject_type,
                        c.subject_id,
                        maybe(c.district),
                        c.reviewers,
                        maybe(c.turn),
                        c.barred,
                        c.opened_by,
                        c.owner,
                        c.answers,
                        c.findings,
                        c.date.iso(),
                        iso(deadline.due),
                        iso(deadline.remind),
                        maybe(c.department),
                        maybe(c.filed_district),
                        maybe(c.township),
                        maybe(c.second_party),
                        c.derived});
}

void update(Session& session, const Case& c, const Deadline& deadline) {
  session.run(kUpdate,
              {c.id, c.state, name_of(c.phase), maybe(c.district), maybe(c.claimed_by), c.answers, c.findings,
               c.owner, maybe(c.turn), c.barred, iso(deadline.due), iso(deadline.remind),
               c.answers_before.is_null() ? Param(nullptr) : Param(c.answers_before), maybe(c.department),
               maybe(c.filed_district), maybe(c.township), maybe(c.second_party), c.derived});
}

void set_claim(Session& session, const Case& c, const std::string& account) {
  session.run(kClaim, {c.id, maybe(account)});
}

void determine(Session& session, const Case& c, const std::string& name, const Json& made) {
  session.run(kDetermine, {c.id, name, made});
}

void hand_over(Session& session, const Case& c, const std::string& district, const std::string& account) {
  session.run(kHandOver, {c.id, maybe(district), maybe(account)});
}

Date today(Session& session) {
  return Date::parse(session.run("select nrmm_today() as today").front().text("today")).value();
}

}  // namespace nrmm::workflows::case_store
