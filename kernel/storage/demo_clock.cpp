#include "storage/demo_clock.hpp"

namespace nrmm::storage {
namespace {

constexpr const char* kRead = R"(
select exists (select from demo_clock) as moved, nrmm_time(nrmm_now()) as now)";

constexpr const char* kMove = R"(
insert into demo_clock (shift) values (make_interval(days => $1::date - now()::date))
on conflict (only_row) do update set shift = excluded.shift)";

constexpr const char* kReset = "delete from demo_clock";

// A session of a database has the cities' time zone, so its days are theirs.
void as_owner(const std::string& dsn, const char* sql, const std::vector<Param>& params) {
  Database owner({.dsn = dsn, .pool = 1});
  owner.session("").run(sql, params);
}

}  // namespace

DemoClock demo_clock(Session& session) {
  const auto rows = session.run(kRead);
  return {rows.front().flag("moved"), rows.front().text("now")};
}

void move_demo_clock(const std::string& owner_dsn, Date day) { as_owner(owner_dsn, kMove, {day.iso()}); }
void reset_demo_clock(const std::string& owner_dsn) { as_owner(owner_dsn, kReset, {}); }

}  // namespace nrmm::storage
