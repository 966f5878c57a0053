#include "workflows/review_time_store.hpp"

#include "base/random.hpp"

namespace nrmm::workflows::review_time_store {
namespace {

using storage::Row;
using storage::Session;

constexpr const char* kAdd = R"(
insert into review_time (city_id, id, case_id, kind, district, officer_id, phase, began_at, working_days, late)
select nrmm_city(), $1, $2::uuid, $3, nullif($4, ''), $5, $6, $7::timestamptz, $8,
  coalesce($9::timestamptz <= nrmm_now() - interval '1 second', false))";

const std::string kTimes =
    R"(count(*) as steps, count(*) filter (where phase = $4) as back, count(*) filter (where late) as late,
  coalesce(percentile_cont(0.5) within group (order by working_days), 0) as median,
  coalesce(percentile_cont(0.9) within group (order by working_days), 0) as p90
from review_time t
where ended_at >= $1::date::timestamptz and ended_at < ($2::date + 1)::timestamptz
  and ($3::text[] is null or district = any ($3)))";

const std::string kByDistrict =
    "select coalesce(district, '') as key, '' as name, " + kTimes + " group by 1 order by 1";
const std::string kByKind = "select kind as key, '' as name, " + kTimes + " group by 1 order by 1";
const std::string kByOfficer =
    "select officer_id as key, (select name from account a where a.city_id = nrmm_city() and a.id = "
    "officer_id) as "
    "name, " +
    kTimes + " group by 1 order by 2, 1";
const std::string kTotal = "select '' as key, '' as name, " + kTimes;

Times read(const Row& row) {
  return {row.text("key"),     row.text("name"),     row.integer("steps"), row.integer("back"),
          row.integer("late"), row.number("median"), row.number("p90")};
}

std::vector<storage::Param> params(const Span& span) {
  return {span.from.iso(), span.to.iso(), span.districts, name_of(Phase::returned)};
}

}  // namespace

void add(Session& session, const Case& before, const Case& after, const std::string& officer,
         int working_days) {
  session.run(kAdd, {new_id(), after.id, after.kind, after.district, officer, name_of(after.phase),
                     before.state_since, working_days,
                     before.due_at.empty() ? storage::Param(nullptr) : storage::Param(before.due_at)});
}

std::vector<Times> by(Session& session, const Span& span, By key) {
  const std::string& statement = key == By::district ? kByDistrict : key == By::kind ? kByKind : kByOfficer;
  std::vector<Times> all;
  for (const Row& row : session.run(statement, params(span))) all.push_back(read(row));
  return all;
}

Times total(Session& session, const Span& span) { return read(session.run(kTotal, params(span)).front()); }

}  // namespace nrmm::workflows::review_time_store
