#include "sites/movement_store.hpp"

#include "base/absent.hpp"
#include "base/random.hpp"

namespace nrmm::sites::movement_store {
namespace {

using storage::Param;
using storage::Row;
using storage::Session;

constexpr const char* kTurn =
    "select pg_advisory_xact_lock(hashtextextended('nrmm gate ' || nrmm_city() || '|' || $1, 0))";

// Clocks of telephones are minutes off, and a slow network is no late report.
constexpr const char* kScan = R"(
select nrmm_time(t) as scanned_at, t > nrmm_now() + interval '5 minutes' as ahead, t < nrmm_now() - interval '10 minutes' as late,
  t < nrmm_now() - make_interval(hours => $2::int) as too_late, t::date as day
from (select coalesce($1::timestamptz, nrmm_now()) as t) s)";

constexpr const char* kNow = "select nrmm_time(nrmm_now() + (clock_timestamp() - now())) as now";

constexpr const char* kInsert = R"(
insert into movement (city_id, id, site_id, direction, serial, code, coded, machine_id, scanned_at, late, client_id, recorded_by,
  identified, position, distance_m, doubts, answers, machine, findings, reported, revision)
values (nrmm_city(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20))";

constexpr const char* kPhotos = R"(
insert into movement_photo (city_id, movement_id, photo_id) select distinct nrmm_city(), $1::uuid, p from unnest($2::uuid[]) p)";

constexpr const char* kRepeat = R"(
insert into movement_repeat (city_id, site_id, client_id, movement_id) values (nrmm_city(), $1, $2, $3) on conflict do nothing)";

const std::string kSelect = R"(
select m.id, m.site_id, m.direction, m.serial, m.code, m.coded, m.machine_id, nrmm_time(m.scanned_at) as scanned_at,
  nrmm_time(m.received_at) as received_at, m.late, m.client_id, m.recorded_by, m.identified, m.position, m.distance_m, m.doubts,
  m.answers, m.machine, m.findings, m.reported, m.revision from movement m )";

const std::string kFind = kSelect + "where m.id = $1";
const std::string kOfClient = kSelect + R"(
where m.id in (select id from movement where site_id = $1 and client_id = $2
  union all select movement_id from movement_repeat where site_id = $1 and client_id = $2) limit 1)";
const std::string kLast = kSelect + "where m.serial = $1 order by m.scanned_at desc, m.id desc limit 1";
const std::string kNext =
    kSelect + "where m.serial = $1 and m.scanned_at > $2 order by m.scanned_at, m.id limit 1";
const std::string kSameAgain = kSelect + R"(
where m.serial = $2 and m.site_id = $1 and m.direction = $3 and m.scanned_at <= $4::timestamptz
  and m.scanned_at >= $4::timestamptz - make_interval(mins => $5::int)
order by m.scanned_at desc, m.id desc limit 1)";
const std::string kPositions = kSelect + R"(
where m.recorded_by = $1 and m.position is not null order by m.scanned_at desc, m.id desc limit $2)";

const std::string kList = kSelect + R"(join site s on s.id = m.site_id and s.city_id = m.city_id
where ($1::uuid is null or m.site_id = $1) and ($2::text[] is null or s.district = any ($2))
  and ($3::text[] is null or s.department = any ($3)) and ($4::text is null or s.township = $4)
  and ($5::text is null or m.direction = $5) and ($6::text is null or m.serial = $6)
  and ($7::date is null or m.scanned_at >= $7::date::timestamptz) and ($8::date is null or m.scanned_at < ($8::date + 1)::timestamptz)
  and (not $9::boolean or m.reported)
  and ($10::uuid is null or (m.scanned_at, m.id) < (select b.scanned_at, b.id from movement b where b.id = $10))
order by m.scanned_at desc, m.id desc limit $11)";

Movement read(const Row& row) {
  Movement found;
  found.id = row.text("id");
  found.site = row.text("site_id");
  found.direction = direction(row.text("direction")).value();
  found.serial = row.text("serial");
  found.code = row.text("code");
  found.coded = row.text("coded");
  found.machine_id = row.text("machine_id");
  found.scanned_at = row.text("scanned_at");
  found.received_at = row.text("received_at");
  found.late = row.flag("late");
  found.client_id = row.text("client_id");
  found.recorded_by = row.text("recorded_by");
  found.identified = row.text("identified");
  found.position = row.json("position");
  if (!row.is_null("distance_m")) found.distance_m = row.number("distance_m");
  found.doubts = row.array("doubts");
  found.answers = row.json("answers");
  found.machine = row.json("machine");
  found.findings = row.json("findings");
  found.reported = row.flag("reported");
  found.revision = row.text("revision");
  return found;
}

std::optional<Movement> one(Session& session, const std::string& sql, const std::vector<Param>& params) {
  const auto rows = session.one(sql, params);
  return rows ? std::optional<Movement>(read(rows->front())) : std::nullopt;
}

Param or_none(const Json& json) { return json.is_null() ? Param(nullptr) : Param(json); }

}  // namespace

void take_turn(Session& session, const std::string& serial) { session.run(kTurn, {serial}); }

std::optional<ScanTime> scan_time(Session& session, const std::string& stated, int hours) {
  const storage::Rows rows = session.run(kScan, {maybe(stated), hours});
  const Row row = rows.front();
  return ScanTime{row.text("scanned_at"), row.flag("ahead"), row.flag("late"), row.flag("too_late"),
                  row.text("day")};
}

std::string now(Session& session) { return session.run(kNow).front().text("now"); }

void insert(Session& session, const Movement& m, const std::vector<std::string>& photos) {
  session.run(kInsert, {m.id,
                        m.site,
                        name_of(m.direction),
                        m.serial,
                        m.code,
                        m.coded,
                        maybe(m.machine_id),
                        m.scanned_at,
                        m.late,
                        maybe(m.client_id),
                        maybe(m.recorded_by),
                        maybe(m.identified),
                        or_none(m.position),
                        m.distance_m,
                        m.doubts,
                        m.answers,
                        m.machine,
                        m.findings,
                        m.reported,
                        m.revision});
  if (!photos.empty()) session.run(kPhotos, {m.id, photos});
}

void add_repeat(Session& session, const Movement& movement, const std::string& client_id) {
  if (client_id.empty() || client_id == movement.client_id) return;
  session.run(kRepeat, {movement.site, client_id, movement.id});
}

std::optional<Movement> find(Session& session, const std::string& id) {
  return is_id(id) ? one(session, kFind, {id}) : std::nullopt;
}

std::optional<Movement> of_client(Session& session, const std::string& site, const std::string& client_id) {
  return one(session, kOfClient, {site, client_id});
}

std::optional<Movement> last_of(Session& session, const std::string& serial) {
  return one(session, kLast, {serial});
}

std::optional<Movement> same_again(Session& session, const std::string& site, const std::string& serial,
                                   Direction direction, const std::string& at, int minutes) {
  return one(session, kSameAgain, {site, serial, name_of(direction), at, minutes});
}

std::optional<Movement> next_after(Session& session, const std::string& serial, const std::string& at) {
  return one(session, kNext, {serial, at});
}

std::vector<Movement> positions_of(Session& session, const std::string& account, int most) {
  std::vector<Movement> all;
  for (const Row& row : session.run(kPositions, {account, most})) all.push_back(read(row));
  return all;
}

std::vector<Movement> list(Session& session, const Filter& f) {
  std::vector<Movement> all;
  for (const Row& row : session.run(
           kList, {f.site, f.districts, f.departments, f.township, maybe(f.direction), maybe(f.serial),
                   maybe(f.from), maybe(f.to), f.reported, maybe(f.before), f.limit}))
    all.push_back(read(row));
  return all;
}

}  // namespace nrmm::sites::movement_store
