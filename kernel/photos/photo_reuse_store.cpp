#include "photos/photo_reuse_store.hpp"

#include <array>

#include "photos/difference_hash.hpp"

namespace nrmm::photos::photo_reuse_store {
namespace {

using storage::Session;

constexpr int kAlike = 7;  // bits; by pigeonhole one of four bands then differs in at most one
constexpr int kBands = 4, kBandBits = 16;

constexpr const char* kPrints = "select part, hash from photo_print where photo_id = $1";

// $1: the photo; $2…$5: what the bands of a like hash may be; $6: the hashes, each followed by its mirror's;
// $7: how alike; $8 and $9: subject and owner of the case.
constexpr const char* kFirst = R"(
with alike as (
  select photo_id, hash from photo_print where band_a = any ($2::int[])
  union all select photo_id, hash from photo_print where band_b = any ($3::int[])
  union all select photo_id, hash from photo_print where band_c = any ($4::int[])
  union all select photo_id, hash from photo_print where band_d = any ($5::int[])
), near as (
  select photo_id, bit_count((hash # wanted)::bit(64)) as distance, number % 2 = 0 as mirrored
  from alike cross join unnest($6::bigint[]) with ordinality as sought (wanted, number)
  where bit_count((hash # wanted)::bit(64)) <= $7::int
), same as (
  select b.id as photo_id, 0 as distance, false as mirrored
  from photo a join photo b on b.city_id = a.city_id and b.sha256 = a.sha256 where a.id = $1
)
select u.photo_id, u.distance, u.mirrored, c.id as case_id
from (select * from near union all select * from same) u
  join case_photo s on s.city_id = nrmm_city() and s.photo_id = u.photo_id
  join review_case c on c.city_id = s.city_id and c.id = s.case_id
where c.subject_id <> $8 and not (c.owner_id = $9 and c.phase in ('refused', 'cancelled'))
order by c.id, u.distance, u.mirrored limit 1)";

constexpr const char* kRecord = R"(
insert into photo_reuse (city_id, case_id, photo_id, earlier_case, earlier_photo, distance, mirrored)
values (nrmm_city(), $1, $2, $3, $4, $5, $6)
on conflict do nothing)";

constexpr const char* kOfCase = R"(
select r.photo_id, r.earlier_case, r.earlier_photo, r.distance, r.mirrored, c.kind, c.district,
  nrmm_time(c.created_at) as used_at
from photo_reuse r join review_case c on c.city_id = r.city_id and c.id = r.earlier_case where r.case_id = $1)";

std::string text_of(std::uint64_t hash) { return std::to_string(static_cast<std::int64_t>(hash)); }

// What is looked for: a cropped copy's whole is the original's centre, and the other way round.
std::vector<std::uint64_t> sought(Session& session, const std::string& photo) {
  std::vector<std::uint64_t> hashes;
  for (const storage::Row& row : session.run(kPrints, {photo})) {
    const auto hash = static_cast<std::uint64_t>(row.integer("hash"));
    hashes.push_back(hash);
    hashes.push_back(mirrored(hash));
  }
  return hashes;
}

std::vector<std::string> band_values(const std::vector<std::uint64_t>& hashes, int band) {
  std::vector<std::string> values;
  for (const std::uint64_t hash : hashes) {
    const std::uint64_t exact = hash >> (kBandBits * (kBands - 1 - band)) & 0xFFFF;
    values.push_back(std::to_string(exact));
    for (int bit = 0; bit < kBandBits; ++bit)
      values.push_back(std::to_string(exact ^ std::uint64_t{1} << bit));
  }
  return values;
}

}  // namespace

std::optional<Use> first_use(Session& session, const std::string& photo, const std::string& subject,
                             const std::string& owner) {
  const auto hashes = sought(session, photo);
  std::vector<std::string> texts;
  for (const std::uint64_t hash : hashes) texts.push_back(text_of(hash));
  const auto row =
      session.one(kFirst, {photo, band_values(hashes, 0), band_values(hashes, 1), band_values(hashes, 2),
                           band_values(hashes, 3), texts, kAlike, subject, owner});
  if (!row) return std::nullopt;
  const storage::Row found = row->front();
  return Use{found.text("photo_id"), found.text("case_id"), static_cast<int>(found.integer("distance")),
             found.flag("mirrored")};
}

void record(Session& session, const std::string& case_id, const std::string& photo, const Use& use) {
  session.run(kRecord, {case_id, photo, use.record, use.photo, use.distance, use.mirrored});
}

std::map<std::string, Earlier> of_case(Session& session, const std::string& case_id) {
  std::map<std::string, Earlier> found;
  for (const storage::Row& row : session.run(kOfCase, {case_id})) {
    const Use use{row.text("earlier_photo"), row.text("earlier_case"),
                  static_cast<int>(row.integer("distance")), row.flag("mirrored")};
    found[row.text("photo_id")] = {use, row.text("kind"), row.text("district"), row.text("used_at")};
  }
  return found;
}

}  // namespace nrmm::photos::photo_reuse_store
