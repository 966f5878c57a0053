#include "workflows/outbox_store.hpp"

#include "base/random.hpp"
#include "log/reason.hpp"

namespace nrmm::workflows::outbox_store {
namespace {

using storage::Session;

constexpr const char* kAdd = R"(
insert into outbox (city_id, id, channel, payload) values (nrmm_city(), $1, $2, jsonb_build_object('sealed', $3::text)))";

// A row whose try began and did not end is taken up again only when its lease has passed.
constexpr const char* kClaim = R"(
with due as (
  select city_id, id from outbox
  where done_at is null and failed_at is null and unknown_at is null and next_at <= nrmm_now() and channel = any ($1)
  order by next_at, id limit $3 for update skip locked)
update outbox o set attempts = attempts + 1, next_at = nrmm_now() + make_interval(secs => $2)
from due where o.city_id = due.city_id and o.id = due.id
returning o.id, o.channel, o.payload ->> 'sealed' as sealed, o.attempts, nrmm_time(o.created_at) as time,
  o.trying_at is not null as interrupted)";

// Every claim counts a try: another count is another server's.
constexpr const char* kGiveBack =
    "update outbox set next_at = nrmm_now(), attempts = attempts - 1 where id = $1 and done_at is null and "
    "attempts = $2";
constexpr const char* kTrying =
    "update outbox set trying_at = nrmm_now() where id = $1 and done_at is null and attempts = $2 returning "
    "id";
constexpr const char* kDone = "update outbox set done_at = nrmm_now(), trying_at = null where id = $1";
constexpr const char* kAgain =
    "update outbox set next_at = nrmm_now() + make_interval(secs => $2), trying_at = null, reason = $3 "
    "where id = $1 and done_at is null";
constexpr const char* kGiveUp =
    "update outbox set failed_at = nrmm_now(), trying_at = null, reason = $2 where id = $1 and done_at is "
    "null";
constexpr const char* kUnknown =
    "update outbox set unknown_at = nrmm_now(), reason = $2 where id = $1 and done_at is null";

constexpr const char* kStuck = R"(
select id, channel, nrmm_time(created_at) as time, attempts, coalesce(reason, '') as reason,
  case when failed_at is not null then 'failed' when unknown_at is not null then 'unknown' else 'delayed' end as state
from outbox
where done_at is null and (failed_at is not null or unknown_at is not null or attempts > 0)
order by created_at, id limit $1)";
constexpr const char* kLoads = R"(
select channel, count(*) as messages, greatest(0, extract(epoch from nrmm_now() - min(created_at))) as oldest
from outbox where done_at is null and failed_at is null and unknown_at is null group by channel)";
constexpr const char* kRetry = R"(
update outbox set failed_at = null, unknown_at = null, trying_at = null, attempts = 0, next_at = nrmm_now()
where id::text = $1 and done_at is null and (failed_at is not null or unknown_at is not null)
returning id)";

}  // namespace

void add(Session& session, const std::string& channel, const std::string& sealed) {
  session.run(kAdd, {new_id(), channel, sealed});
}

std::vector<Waiting> claim(Session& session, const std::vector<std::string>& channels, int lease_seconds,
                           int limit) {
  std::vector<Waiting> all;
  for (const storage::Row& row : session.run(kClaim, {channels, lease_seconds, limit})) {
    all.push_back({row.text("id"), row.text("channel"), row.text("sealed"), row.text("time"),
                   static_cast<int>(row.integer("attempts")), row.flag("interrupted")});
  }
  return all;
}

void give_back(Session& session, const std::string& id, int tries) { session.run(kGiveBack, {id, tries}); }
bool trying(Session& session, const std::string& id, int tries) {
  return !session.run(kTrying, {id, tries}).empty();
}
void done(Session& session, const std::string& id) { session.run(kDone, {id}); }
void again_in(Session& session, const std::string& id, long seconds, const std::string& reason) {
  session.run(kAgain, {id, seconds, log::kept_reason(reason)});
}
void give_up(Session& session, const std::string& id, const std::string& reason) {
  session.run(kGiveUp, {id, log::kept_reason(reason)});
}
void unknown(Session& session, const std::string& id, const std::string& reason) {
  session.run(kUnknown, {id, log::kept_reason(reason)});
}

std::vector<Stuck> stuck(Session& session, int limit) {
  std::vector<Stuck> all;
  for (const storage::Row& row : session.run(kStuck, {limit}))
    all.push_back({row.text("id"), row.text("channel"), row.text("time"), row.text("state"),
                   row.text("reason"), static_cast<int>(row.integer("attempts"))});
  return all;
}

std::vector<Load> loads(Session& session) {
  std::vector<Load> all;
  for (const storage::Row& row : session.run(kLoads))
    all.push_back({row.text("channel"), row.integer("messages"), row.number("oldest")});
  return all;
}

bool retry(Session& session, const std::string& id) { return !session.run(kRetry, {id}).empty(); }

}  // namespace nrmm::workflows::outbox_store
