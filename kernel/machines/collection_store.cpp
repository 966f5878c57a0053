#include "machines/collection_store.hpp"

#include "base/absent.hpp"
#include "base/random.hpp"

namespace nrmm::machines::collection_store {
namespace {

using storage::Row;
using storage::Session;

const std::string kSelect = R"(
select serial, machine_id, id, district, last_day, wake_on, password_sealed, tries,
  greatest(0, ceil(extract(epoch from locked_until - nrmm_now())))::int as locked_seconds,
  nrmm_time(collected_at) as collected_at, receiver, coalesce(late, last_day < nrmm_today(), false) as late
from collection )";

constexpr const char* kInsert = R"(
insert into collection (city_id, serial, machine_id, id, district, last_day, password_sealed, wake_on)
values (nrmm_city(), $1, $2, $3, $4, $5, $6, $7))";

const std::string kOfMachine = kSelect + "where machine_id = $1";
const std::string kLock = kSelect + "where serial = $1 for update";
constexpr const char* kTry = "update collection set tries = tries + 1 where serial = $1";

constexpr const char* kRenew = R"(
update collection set tries = 0, password_sealed = $2, locked_until = nrmm_now() + make_interval(secs => $3)
where serial = $1)";

constexpr const char* kCollected = R"(
update collection set collected_at = nrmm_now(), collected_by = $2, receiver = $3, wake_on = null,
  late = coalesce(last_day < nrmm_today(), false) where serial = $1)";

const std::string kLockWoken =
    kSelect + "where wake_on <= nrmm_today() order by wake_on, serial limit $1 for update skip locked";

constexpr const char* kSleepOn = R"(
update collection set wake_on = case when last_day >= nrmm_today() then last_day + 1 end where serial = $1)";
constexpr const char* kSleepForGood = "update collection set wake_on = null where serial = $1";
constexpr const char* kSleepTillTomorrow =
    "update collection set wake_on = nrmm_today() + 1 where serial = $1";

constexpr const char* kMove = R"(
update collection set district = $2 where machine_id = $1 and district is not null and collected_at is null)";

constexpr const char* kDrop = "delete from collection where machine_id = $1 and (collected_at is null or $2)";

const std::string kList = kSelect + R"(
where ($1::text[] is null or district is null or district = any ($1)) and ($2::uuid is null or id < $2)
  and ($3::boolean is null or (collected_at is not null) = $3)
  and ($4::boolean is null or coalesce(late, last_day < nrmm_today(), false) = $4)
order by id desc limit $5)";

Collection read(const Row& row) {
  Collection found;
  found.serial = row.text("serial");
  found.machine = row.text("machine_id");
  found.id = row.text("id");
  found.district = row.text("district");
  found.last_day = row.text("last_day");
  found.wake_on = row.text("wake_on");
  found.password_sealed = row.text("password_sealed");
  found.tries = static_cast<int>(row.integer("tries"));
  found.locked_seconds = static_cast<int>(row.integer("locked_seconds"));
  found.collected_at = row.text("collected_at");
  found.receiver = row.text("receiver");
  found.late = row.flag("late");
  return found;
}

std::optional<Collection> one(Session& session, const std::string& sql, const std::string& key) {
  const auto rows = session.one(sql, {key});
  return rows ? std::optional<Collection>(read(rows->front())) : std::nullopt;
}

}  // namespace

void insert(Session& session, const Collection& c) {
  session.run(kInsert, {c.serial, c.machine, new_id(), maybe(c.district), maybe(c.last_day),
                        maybe(c.password_sealed), maybe(c.wake_on)});
}

std::optional<Collection> of_machine(Session& session, const std::string& machine) {
  return one(session, kOfMachine, machine);
}
std::optional<Collection> lock(Session& session, const std::string& serial) {
  return one(session, kLock, serial);
}

void move(Session& session, const std::string& machine, const std::string& district) {
  session.run(kMove, {machine, district});
}

void drop(Session& session, const std::string& machine, bool collected_too) {
  session.run(kDrop, {machine, collected_too});
}

void count_try(Session& session, const std::string& serial) { session.run(kTry, {serial}); }

void renew(Session& session, const std::string& serial, const std::string& password_sealed, int seconds) {
  session.run(kRenew, {serial, password_sealed, seconds});
}

void set_collected(Session& session, const std::string& serial, const std::string& officer,
                   const std::string& receiver) {
  session.run(kCollected, {serial, officer, maybe(receiver)});
}

std::vector<Collection> lock_woken(Session& session, int limit) {
  std::vector<Collection> woken;
  for (const Row& row : session.run(kLockWoken, {limit})) woken.push_back(read(row));
  return woken;
}

void sleep_on(Session& session, const std::string& serial) { session.run(kSleepOn, {serial}); }
void sleep_for_good(Session& session, const std::string& serial) { session.run(kSleepForGood, {serial}); }
void sleep_till_tomorrow(Session& session, const std::string& serial) {
  session.run(kSleepTillTomorrow, {serial});
}

std::vector<Collection> list(Session& session, const Filter& f) {
  std::vector<Collection> all;
  for (const Row& row : session.run(kList, {f.districts, maybe(f.before), f.collected, f.overdue, f.limit}))
    all.push_back(read(row));
  return all;
}

}  // namespace nrmm::machines::collection_store
