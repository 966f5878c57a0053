#include "users/session_store.hpp"

#include "base/absent.hpp"
#include "base/digest.hpp"
#include "base/random.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kBegin = R"(
insert into session (city_id, id, token_hash, account_id, expires_at, address, client)
select city_id, $1, $2, id, nrmm_now() + make_interval(secs => $3), $6, $7
from account
where city_id = nrmm_city() and id = $4 and disabled_at is null and password_hash = $5
returning nrmm_time(expires_at) as expires_at)";

constexpr const char* kSeen = R"(
update account set previous_sign_in = last_sign_in, last_sign_in = nrmm_now() where city_id = nrmm_city() and id = $1)";

// How long a session may rest, in seconds: $1, an officer's $2.
const std::string kRest = "case a.kind when 'officer' then $2::float8 else $1::float8 end";

const std::string kFrom = " from session s join account a on a.city_id = s.city_id and a.id = s.account_id ";

const std::string kRuns =
    " s.ended_at is null and s.expires_at > nrmm_now() and s.used_at > nrmm_now() - "
    "make_interval(secs => " +
    kRest + ") ";

// Its row is written when the last note of a use is old, and never waited for: whoever holds it notes it or
// ends it.
const std::string kActor =
    R"(
with live as materialized (
  select s.id, s.used_at, )" +
    kRest + R"( as rest, a.id as account, a.name, a.roles, a.districts, a.departments, a.township,
         a.must_change_password,
         $3 and a.kind = 'officer' and not exists (
           select 1 from second_factor f
           where f.city_id = s.city_id and f.account_id = a.id and f.key_sealed is not null) as must_enrol)" +
    kFrom + R"(
  where s.city_id = nrmm_city() and s.token_hash = $4 and )" +
    kRuns + R"(
    and a.disabled_at is null and (a.initial_password_until is null or a.initial_password_until > nrmm_now())),
due as (
  select s.id from live join session s on s.city_id = nrmm_city() and s.id = live.id
  where live.used_at < nrmm_now() - make_interval(secs => least(120, live.rest / 4))
  for update of s skip locked),
noted as (
  update session s set used_at = nrmm_now() from due where s.city_id = nrmm_city() and s.id = due.id)
select id::text as session, account::text as account, name, roles, districts, departments, township, must_change_password,
       must_enrol
from live)";

const std::string kRunning = R"(
select s.id::text as id, s.client, s.address, nrmm_time(s.created_at) as created_at, nrmm_time(s.used_at) as used_at,
       nrmm_time(s.expires_at) as expires_at)" +
                             kFrom + R"(
where s.city_id = nrmm_city() and s.account_id = $3 and )" +
                             kRuns + "order by s.created_at desc, s.id desc";

constexpr const char* kEnd = R"(
update session set ended_at = nrmm_now()
where city_id = nrmm_city() and id = $1 and account_id = $2 and ended_at is null and expires_at > nrmm_now())";

constexpr const char* kEndAll = R"(
update session set ended_at = nrmm_now()
where city_id = nrmm_city() and account_id = $1 and ended_at is null and expires_at > nrmm_now()
  and id is distinct from $2)";

// 203.0.113.7 as 203.0.*.*, of longer ones the first two groups: enough to know one's own place by.
std::string shortened(const std::string& address) {
  const bool dotted = address.find(':') == std::string::npos;
  const char between = dotted ? '.' : ':';
  const auto second = address.find(between, address.find(between) + 1);
  if (second == std::string::npos) return {};
  return address.substr(0, second) + (dotted ? ".*.*" : ":*");
}

}  // namespace

std::optional<Ticket> begin_session(storage::Session& session, const Account& account,
                                    std::chrono::seconds lifetime, const std::string& address,
                                    const std::string& client) {
  const std::string token = random_token();
  const auto row = session.one(kBegin, {new_id(), sha256_hex(token), lifetime.count(), account.id,
                                        account.password_hash, maybe(address), client});
  if (!row) return std::nullopt;
  session.run(kSeen, {account.id});
  return Ticket{token, row->front().text("expires_at")};
}

std::optional<Actor> actor_of(storage::Session& session, const std::string& token_hash,
                              const Settings& settings) {
  const auto found =
      session.one(kActor, {settings.session_rest.count(), settings.officer_session_rest.count(),
                           settings.officers_need_second_factor, token_hash});
  if (!found) return std::nullopt;
  const storage::Row row = found->front();
  Actor actor;
  actor.city = session.city();
  actor.account = row.text("account");
  actor.name = row.text("name");
  actor.roles = row.array("roles");
  actor.districts = row.array("districts");
  actor.departments = row.array("departments");
  actor.township = row.text("township");
  actor.session = row.text("session");
  actor.must_change_password = row.flag("must_change_password");
  actor.must_enrol = row.flag("must_enrol");
  return actor;
}

Json running_sessions(storage::Session& session, const std::string& account, const Settings& settings) {
  Json all = Json::array();
  for (const auto& row :
       session.run(kRunning, {settings.session_rest.count(), settings.officer_session_rest.count(), account}))
    all.push_back({{"id", row.text("id")},
                   {"client", or_null(row.text("client"))},
                   {"address", or_null(shortened(row.text("address")))},
                   {"created_at", row.text("created_at")},
                   {"used_at", row.text("used_at")},
                   {"expires_at", row.text("expires_at")}});
  return all;
}

bool end_session(storage::Session& session, const std::string& account, const std::string& id) {
  return session.run(kEnd, {id, account}).affected() == 1;
}

int end_sessions(storage::Session& session, const std::string& account, const std::string& except) {
  return session.run(kEndAll, {account, maybe(except)}).affected();
}

}  // namespace nrmm::users
