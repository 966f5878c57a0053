#include "sites/site_check.hpp"

namespace nrmm::sites {
namespace {

using storage::Row;

constexpr const char* kTwice = R"(
select serial, count(*) as places from presence where left_at is null and exclusive group by serial having count(*) > 1 order by 1)";

constexpr const char* kUnfounded = R"(
select p.id from presence p
  left join movement i on i.city_id = p.city_id and i.id = p.entry_id
  left join movement o on o.city_id = p.city_id and o.id = p.exit_id
where i.direction is distinct from 'entry' or i.site_id <> p.site_id or i.serial <> p.serial
  or (p.exit_id is not null and (o.direction is distinct from 'exit' or o.site_id <> p.site_id or o.serial <> p.serial))
order by p.id)";

constexpr const char* kTotals = R"(
select (select count(*) from movement) as movements, count(*) as presences, count(*) filter (where left_at is null) as open
from presence)";

constexpr const char* kCounts = R"(
select s.id, s.present, s.entries, s.exits, p.present as now, coalesce(m.entries, 0) as entered, coalesce(m.exits, 0) as left
from site s
  cross join lateral (select count(*) as present from presence q where q.site_id = s.id and q.left_at is null) p
  left join (select site_id, count(*) filter (where direction = 'entry') as entries, count(*) filter (where direction = 'exit') as exits
             from movement group by site_id) m on m.site_id = s.id
where s.present <> p.present or s.entries <> coalesce(m.entries, 0) or s.exits <> coalesce(m.exits, 0) order by s.id)";

}  // namespace

void check_presence(storage::Session& session, Inspection& inspection) {
  const auto rows = session.run(kTotals);
  for (const char* what : {"movements", "presences", "open"})
    inspection.count(what, rows.front().integer(what));
  for (const Row row : session.run(kTwice))
    inspection.breach("machine " + row.text("serial") + " is at " + row.text("places") + " sites at once");
  for (const Row row : session.run(kUnfounded))
    inspection.breach("presence " + row.text("id") + " is not what its movements say");
}

void check_counts(storage::Session& session, Inspection& inspection) {
  inspection.count("sites", session.run("select count(*) as sites from site").front().integer("sites"));
  for (const Row row : session.run(kCounts))
    inspection.breach("site " + row.text("id") + " counts " + row.text("present") + " present, " +
                      row.text("entries") + " in, " + row.text("exits") + " out; there are " +
                      row.text("now") + ", " + row.text("entered") + ", " + row.text("left"));
}

}  // namespace nrmm::sites
