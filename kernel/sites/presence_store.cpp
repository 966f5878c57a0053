#include "sites/presence_store.hpp"

#include "base/absent.hpp"
#include "base/random.hpp"

namespace nrmm::sites::presence_store {
namespace {

using storage::Row;
using storage::Session;

constexpr const char* kOpen = R"(
select id, site_id, serial, entry_id, nrmm_time(entered_at) as entered_at from presence
where serial = $1 and left_at is null order by entered_at, id)";

constexpr const char* kBegin = R"(
insert into presence (city_id, id, site_id, serial, entry_id, exclusive, entered_at)
values (nrmm_city(), $1, $2, $3, $4, $5, $6) on conflict do nothing)";

constexpr const char* kPast = R"(
insert into presence (city_id, id, site_id, serial, entry_id, exclusive, entered_at, left_at)
values (nrmm_city(), $1, $2, $3, $4, false, $5, $6))";

constexpr const char* kEnd = R"(
update presence set exit_id = $2, left_at = greatest(entered_at, $3::timestamptz) where id = $1 and left_at is null)";

constexpr const char* kSites = R"(
select string_agg(s.name, '、' order by p.entered_at, p.id) as names
from presence p join site s on s.id = p.site_id and s.city_id = p.city_id where p.serial = $1 and p.left_at is null)";

// The ledger is all cities': of a machine from another one that is served here it says whether it is still
// registered.
constexpr const char* kPage = R"(
select p.id, p.serial, m.code, m.coded, m.machine, nrmm_time(p.entered_at) as entered_at, p.entry_id,
  case l.state when 'valid' then 'registered' when 'deregistered' then 'deregistered' end as machine_state
from presence p join movement m on m.id = p.entry_id and m.city_id = p.city_id left join code_ledger l on l.serial = p.serial
where p.site_id = $1 and p.left_at is null and ($2::uuid is null or p.id < $2) order by p.id desc limit $3)";

constexpr const char* kAtSite =
    "select serial from presence where site_id = $1 and left_at is null order by serial";

}  // namespace

std::vector<Presence> open(Session& session, const std::string& serial) {
  std::vector<Presence> all;
  for (const Row& row : session.run(kOpen, {serial}))
    all.push_back({row.text("id"), row.text("site_id"), row.text("serial"), row.text("entry_id"),
                   row.text("entered_at")});
  return all;
}

bool begin(Session& session, const Presence& p, bool exclusive) {
  return session.run(kBegin, {p.id, p.site, p.serial, p.entry, exclusive, p.entered_at}).affected() == 1;
}

void add_past(Session& session, const Presence& p, const std::string& left_at) {
  session.run(kPast, {p.id, p.site, p.serial, p.entry, p.entered_at, left_at});
}

void end(Session& session, const std::string& id, const std::string& exit, const std::string& left_at) {
  session.run(kEnd, {id, maybe(exit), left_at});
}

std::optional<std::string> sites_of(Session& session, const std::string& serial) {
  const auto rows = session.run(kSites, {serial});
  const Row row = rows.front();
  return row.is_null("names") ? std::nullopt : std::optional(row.text("names"));
}

Json page(Session& session, const std::string& site, const std::string& before, int limit) {
  Json items = Json::array();
  Json next = nullptr;
  std::string last;
  for (const Row& row : session.run(kPage, {site, maybe(before), limit + 1})) {
    if (items.size() == static_cast<std::size_t>(limit)) {
      next = last;
      break;
    }
    last = row.text("id");
    items.push_back({{"serial", row.text("serial")},
                     {"code", row.text("code")},
                     {"coded", row.text("coded")},
                     {"machine", row.json("machine")},
                     {"machine_state", or_null(row.text("machine_state"))},
                     {"entered_at", row.text("entered_at")},
                     {"entry", row.text("entry_id")}});
  }
  return {{"items", std::move(items)}, {"next", std::move(next)}};
}

std::vector<std::string> at_site(Session& session, const std::string& site) {
  std::vector<std::string> serials;
  for (const Row& row : session.run(kAtSite, {site})) serials.push_back(row.text("serial"));
  return serials;
}

}  // namespace nrmm::sites::presence_store
