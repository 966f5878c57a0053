#include "sites/site_store.hpp"

#include "base/absent.hpp"
#include "base/random.hpp"

namespace nrmm::sites::site_store {
namespace {

using storage::Row;
using storage::Session;

const std::string kSelect = R"(
select s.id, s.kind, s.owner_id, s.state, s.name, s.district, s.department, s.township, s.place, s.answers, s.case_id, s.present,
  s.entries, s.exits, s.version, nrmm_time(s.created_at) as created_at, nrmm_time(s.updated_at) as updated_at from site s )";

const std::string kFind = kSelect + "where s.id = $1";
const std::string kLock = kSelect + "where s.id = $1 for update";

constexpr const char* kInsert = R"(
insert into site (city_id, id, kind, owner_id, state, answers) values (nrmm_city(), $1, $2, $3, $4, $5))";

constexpr const char* kRemove = "delete from site where id = $1";

constexpr const char* kSetAnswers = R"(
update site set answers = $2, version = version + 1, updated_at = nrmm_now() where id = $1)";

constexpr const char* kSetJudged = R"(
update site set answers = $2, name = $3, district = $4, department = $5, township = $6, place = $7, version = version + 1,
  updated_at = nrmm_now() where id = $1)";

constexpr const char* kSetState = R"(
update site set state = $2, case_id = coalesce($3, case_id), version = version + 1, updated_at = nrmm_now() where id = $1)";

constexpr const char* kCount = R"(
update site set present = present + $3, entries = entries + $2::boolean::int, exits = exits + (not $2::boolean)::int
where id = $1)";

// A manager's own and a recorder's: two walks along two indexes.
const std::string kPage = R"( and ($2::uuid is null or s.id < $2) and ($3::text is null or s.state = $3)
  order by s.id desc limit $4)";
const std::string kOfAccount = "(" + kSelect + "where s.owner_id = $1" + kPage + ") union (" + kSelect +
                               R"(join site_recorder r on r.site_id = s.id and r.city_id = s.city_id
where r.account_id = $1 and r.removed_at is null)" +
                               kPage + ") order by id desc limit $4";

const std::string kOfOfficer = kSelect + R"(
where s.state <> 'draft' and ($1::text[] is null or s.district = any ($1)) and ($2::text[] is null or s.department = any ($2))
  and ($3::text is null or s.township = $3) and ($4::text is null or s.state = $4) and ($5::text is null or s.district = $5)
  and ($6::text is null or s.department = $6) and ($7::uuid is null or s.id < $7)
order by s.id desc limit $8)";

Site read(const Row& row) {
  Site found;
  found.id = row.text("id");
  found.kind = row.text("kind");
  found.owner = row.text("owner_id");
  found.state = site_state_of(row.text("state"));
  found.name = row.text("name");
  found.district = row.text("district");
  found.department = row.text("department");
  found.township = row.text("township");
  found.place = row.json("place");
  found.answers = row.json("answers");
  found.case_id = row.text("case_id");
  found.present = row.integer("present");
  found.entries = row.integer("entries");
  found.exits = row.integer("exits");
  found.version = row.integer("version");
  found.created_at = row.text("created_at");
  found.updated_at = row.text("updated_at");
  return found;
}

std::optional<Site> one(Session& session, const std::string& sql, const std::string& id) {
  if (!is_id(id)) return std::nullopt;
  const auto rows = session.one(sql, {id});
  return rows ? std::optional<Site>(read(rows->front())) : std::nullopt;
}

}  // namespace

void insert(Session& session, const Site& site) {
  session.run(kInsert, {site.id, site.kind, site.owner, name_of(site.state), site.answers});
}

std::optional<Site> find(Session& session, const std::string& id) { return one(session, kFind, id); }
std::optional<Site> lock(Session& session, const std::string& id) { return one(session, kLock, id); }
void remove(Session& session, const std::string& id) { session.run(kRemove, {id}); }

void set_answers(Session& session, const Site& site) { session.run(kSetAnswers, {site.id, site.answers}); }

void set_judged(Session& session, const Site& site) {
  session.run(kSetJudged, {site.id, site.answers, site.name, maybe(site.district), maybe(site.department),
                           maybe(site.township),
                           site.place.is_null() ? storage::Param(nullptr) : storage::Param(site.place)});
}

void set_state(Session& session, const std::string& id, SiteState state, const std::string& case_id) {
  session.run(kSetState, {id, name_of(state), maybe(case_id)});
}

void count(Session& session, const std::string& id, bool entry, int present) {
  session.run(kCount, {id, entry, present});
}

std::vector<Site> list(Session& session, const Filter& filter) {
  const bool own = !filter.account.empty();
  std::vector<storage::Param> params;
  if (own)
    params = {filter.account, maybe(filter.before), maybe(filter.state), filter.limit};
  else
    params = {filter.districts,       filter.departments,       filter.township,      maybe(filter.state),
              maybe(filter.district), maybe(filter.department), maybe(filter.before), filter.limit};
  std::vector<Site> all;
  for (const Row& row : session.run(own ? kOfAccount : kOfOfficer, params)) all.push_back(read(row));
  return all;
}

}  // namespace nrmm::sites::site_store
