#include "workflows/outbox_store.hpp"

#include "base/random.hpp"

namespace nrmm::workflows::outbox_store {
namespace {

using storage::Session;

constexpr const char* kAdd = R"(
insert into outbox (city_id, id, channel, payload) values (nrmm_city(), $1, $2, jsonb_build_object('sealed', $3::text)))";

constexpr const char* kClaim = R"(
with due as (
  select city_id, id from outbox
  where done_at is null and failed_at is null and next_at <= nrmm_now() and channel = any ($1)
  order by next_at, id limit $3 for update skip locked)
update outbox o set attempts = attempts + 1, next_at = nrmm_now() + make_interval(secs => $2)
from due where o.city_id = due.city_id and o.id = due.id
returning o.id, o.channel, o.payload ->> 'sealed' as sealed, o.attempts, nrmm_time(o.created_at) as time)";

constexpr const char* kDone = "update outbox set done_at = nrmm_now() where id = $1";
constexpr const char* kAgain =
    "update outbox set next_at = nrmm_now() + make_interval(secs => $2) where id = $1 and done_at is null";
constexpr const char* kGiveUp = "update outbox set failed_at = nrmm_now() where id = $1 and done_at is null";

}  // namespace

void add(Session& session, const std::string& channel, const std::string& sealed) {
  session.run(kAdd, {new_id(), channel, sealed});
}

std::vector<Waiting> claim(Session& session, const std::vector<std::string>& channels, int lease_seconds,
                           int limit) {
  std::vector<Waiting> all;
  for (const storage::Row& row : session.run(kClaim, {channels, lease_seconds, limit})) {
    all.push_back({row.text("id"), row.text("channel"), row.text("sealed"), row.text("time"),
                   static_cast<int>(row.integer("attempts"))});
  }
  return all;
}

void done(Session& session, const std::string& id) { session.run(kDone, {id}); }
void again_in(Session& session, const std::string& id, long seconds) { session.run(kAgain, {id, seconds}); }
void give_up(Session& session, const std::string& id) { session.run(kGiveUp, {id}); }

}  // namespace nrmm::workflows::outbox_store
