#include "photos/photo_row_store.hpp"

#include <utility>

#include "base/absent.hpp"
#include "base/random.hpp"
#include "photos/difference_hash.hpp"

namespace nrmm::photos::photo_row_store {
namespace {

using storage::Session;

constexpr const char* kInsert = R"(
insert into photo (city_id, id, sha256, dhash, width, height, bytes, uploaded_by, live_for, ticket_at, doubts,
                   evidence_sealed)
values (nrmm_city(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))";

// A hash that says nothing is not looked for.
constexpr const char* kPrints = R"(
insert into photo_print (city_id, photo_id, part, hash)
select nrmm_city(), $1, part, hash from unnest($2::text[], $3::bigint[]) as prints (part, hash))";

constexpr const char* kOrigins = R"(
select id, live_for, doubts from photo where id = any ($1::uuid[]))";

constexpr const char* kToday = R"(
select count(*) as photos from photo where uploaded_by = $1 and created_at >= nrmm_today()::timestamptz)";

constexpr const char* kTurn =
    "select pg_advisory_xact_lock(hashtextextended('nrmm photo ' || nrmm_city() || '|' || $1, 0))";

constexpr const char* kUploadedBy = R"(
select id from photo where id = any ($1::uuid[]) and uploaded_by = any ($2::uuid[]))";

constexpr const char* kHashFor = R"(
select sha256 from photo p where id = $1 and (uploaded_by = $2 or exists (
  select 1 from case_photo s join review_case c on c.city_id = s.city_id and c.id = s.case_id
  where s.city_id = p.city_id and s.photo_id = p.id
    and (c.owner_id = $2 or c.opened_by = $2 or c.second_party = $2
      or ($3::boolean and ($4::text[] is null or c.district is null or c.district = any ($4))
        and ($5::text[] is null or nrmm_in_charge(c.reviewers, c.department, c.township, $5, $6, $7)))))
  or exists (
  select 1 from movement_photo v join movement m on m.city_id = v.city_id and m.id = v.movement_id
    join site t on t.city_id = m.city_id and t.id = m.site_id
  where v.city_id = p.city_id and v.photo_id = p.id
    and (t.owner_id = $2 or ($3::boolean and ($4::text[] is null or t.district = any ($4))
      and ($5::text[] is null or t.department = any ($6) or t.township = $7)))))
)";

constexpr const char* kHash = "select sha256 from photo where id = $1";

constexpr const char* kAfter = R"(
select id, sha256, bytes from photo where $1::uuid is null or id > $1 order by id limit 1000)";

void add_prints(Session& session, const std::string& id, const Photo& photo) {
  std::vector<std::string> parts, hashes;
  for (const auto& [part, hash] : {std::pair{"whole", photo.dhash}, std::pair{"centre", photo.centre}}) {
    if (!telling(hash)) continue;
    parts.emplace_back(part);
    hashes.push_back(std::to_string(static_cast<std::int64_t>(hash)));
  }
  if (!parts.empty()) session.run(kPrints, {id, parts, hashes});
}

}  // namespace

std::string insert(Session& session, const Photo& photo, const std::string& uploader,
                   const Provenance& provenance) {
  const std::string id = new_id();
  session.run(kInsert, {id, photo.sha256, static_cast<std::int64_t>(photo.dhash), photo.width, photo.height,
                        photo.jpeg.size(), uploader, maybe(provenance.live_for), maybe(provenance.ticket_at),
                        provenance.doubts, provenance.exif});
  add_prints(session, id, photo);
  return id;
}

std::map<std::string, Origin> origins(Session& session, const std::vector<std::string>& ids) {
  std::map<std::string, Origin> found;
  for (const storage::Row& row : session.run(kOrigins, {ids}))
    found[row.text("id")] = {row.text("live_for"), row.array("doubts")};
  return found;
}

int uploaded_today(Session& session, const std::string& account) {
  return static_cast<int>(session.run(kToday, {account}).front().integer("photos"));
}

void take_turn(Session& session, const std::string& account) { session.run(kTurn, {account}); }

std::set<std::string> uploaded_by(Session& session, const std::vector<std::string>& ids,
                                  const std::vector<std::string>& accounts) {
  std::vector<std::string> known;
  for (const std::string& id : ids) {
    if (is_id(id)) known.push_back(id);
  }
  std::set<std::string> found;
  if (known.empty()) return found;
  for (const storage::Row& row : session.run(kUploadedBy, {known, accounts})) found.insert(row.text("id"));
  return found;
}

std::optional<std::string> hash_for(Session& session, const std::string& id, const Reader& reader) {
  if (!is_id(id)) return std::nullopt;
  const auto rows = session.one(kHashFor, {id, reader.account, reader.officer, reader.districts, reader.roles,
                                           reader.departments, reader.township});
  return rows ? std::optional<std::string>(rows->front().text("sha256")) : std::nullopt;
}

std::optional<std::string> sealed_exif(Session& session, const std::string& id) {
  if (!is_id(id)) return std::nullopt;
  const auto row = session.one("select evidence_sealed from photo where id = $1", {id});
  return row ? row->front().maybe("evidence_sealed") : std::nullopt;
}

bool known(Session& session, const std::string& sha256) {
  return session.one("select 1 from photo where sha256 = $1 limit 1", {sha256}).has_value();
}

std::optional<std::string> hash_of(Session& session, const std::string& id) {
  if (!is_id(id)) return std::nullopt;
  const auto rows = session.one(kHash, {id});
  return rows ? std::optional<std::string>(rows->front().text("sha256")) : std::nullopt;
}

std::vector<Stored> after(Session& session, const std::string& last) {
  std::vector<Stored> all;
  for (const storage::Row row : session.run(kAfter, {maybe(last)}))
    all.push_back({row.text("id"), row.text("sha256"), row.integer("bytes")});
  return all;
}

}  // namespace nrmm::photos::photo_row_store
