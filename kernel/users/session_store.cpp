#include "users/session_store.hpp"

#include "base/digest.hpp"
#include "base/random.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kBegin = R"(
insert into session (city_id, id, token_hash, account_id, expires_at)
select city_id, $1, $2, id, nrmm_now() + make_interval(secs => $3)
from account
where city_id = nrmm_city() and id = $4 and disabled_at is null and password_hash = $5
returning nrmm_time(expires_at) as expires_at)";

constexpr const char* kSeen = R"(
update account set previous_sign_in = last_sign_in, last_sign_in = nrmm_now() where city_id = nrmm_city() and id = $1)";

constexpr const char* kActor = R"(
select s.id::text as session, a.id::text as account, a.name, a.roles, a.districts, a.departments, a.township,
       a.must_change_password
from session s join account a on a.city_id = s.city_id and a.id = s.account_id
where s.city_id = nrmm_city() and s.token_hash = $1 and s.ended_at is null and s.expires_at > nrmm_now()
  and a.disabled_at is null and (a.initial_password_until is null or a.initial_password_until > nrmm_now()))";

constexpr const char* kEnd = R"(
update session set ended_at = nrmm_now() where city_id = nrmm_city() and id = $1 and ended_at is null)";

constexpr const char* kEndAll = R"(
update session set ended_at = nrmm_now()
where city_id = nrmm_city() and account_id = $1 and ended_at is null and id is distinct from $2)";

}  // namespace

std::optional<Ticket> begin_session(storage::Session& session, const Account& account,
                                    std::chrono::seconds lifetime) {
  const std::string token = random_token();
  const auto row =
      session.one(kBegin, {new_id(), sha256_hex(token), lifetime.count(), account.id, account.password_hash});
  if (!row) return std::nullopt;
  session.run(kSeen, {account.id});
  return Ticket{token, row->front().text("expires_at")};
}

std::optional<Actor> actor_of(storage::Session& session, const std::string& token_hash) {
  const auto found = session.one(kActor, {token_hash});
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
  return actor;
}

void end_session(storage::Session& session, const std::string& id) { session.run(kEnd, {id}); }

void end_sessions(storage::Session& session, const std::string& account, const std::string& except) {
  session.run(kEndAll, {account, except.empty() ? std::nullopt : std::optional(except)});
}

}  // namespace nrmm::users
