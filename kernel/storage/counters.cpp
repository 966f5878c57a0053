#include "storage/counters.hpp"

namespace nrmm::storage {

namespace {

constexpr const char* kTake = R"(
  with place as (
    select date_bin(make_interval(secs => $3), nrmm_now(), 'epoch'::timestamptz) as start
  ), taken as (
    insert into counter (city_id, name, window_start, count)
    select nrmm_city(), $1, start, 1 from place where $2::int > 0
    on conflict (city_id, name, window_start) do update set count = counter.count + 1 where counter.count < $2::int
    returning 1
  )
  select exists(select from taken) as allowed,
    greatest(1, ceil(extract(epoch from start + make_interval(secs => $3) - nrmm_now()))::int) as retry_after
  from place)";

constexpr const char* kCounted = R"(
  select count from counter
  where city_id = nrmm_city() and name = $1
    and window_start = date_bin(make_interval(secs => $2), nrmm_now(), 'epoch'::timestamptz))";

}  // namespace

Taken take(Session& session, const std::string& name, int limit, std::chrono::seconds window) {
  const Rows rows = session.run(kTake, {name, limit, window.count()});
  return {rows.front().flag("allowed"), static_cast<int>(rows.front().integer("retry_after"))};
}

int counted(Session& session, const std::string& name, std::chrono::seconds window) {
  const auto row = session.one(kCounted, {name, window.count()});
  return row ? static_cast<int>(row->front().integer("count")) : 0;
}

void forget(Session& session, const std::string& name) {
  session.run("delete from counter where city_id = nrmm_city() and name = $1", {name});
}

void sweep_counters(Session& session, std::chrono::seconds age) {
  session.run(
      "delete from counter where city_id = nrmm_city() and window_start < nrmm_now() - make_interval(secs => "
      "$1)",
      {age.count()});
}

}  // namespace nrmm::storage
