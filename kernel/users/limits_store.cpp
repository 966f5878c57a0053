#include "base/problem.hpp"
#include "users/limits.hpp"

namespace nrmm::users {
namespace {

// Windows begin at multiples of their length. The row's lock makes simultaneous callers count one after another.
constexpr const char* kCount = R"(
insert into counter (city_id, name, window_start, count)
values (nrmm_city(), $1, to_timestamp(floor(extract(epoch from nrmm_now()) / $2::int) * $2::int), 1)
on conflict (city_id, name, window_start) do update set count = counter.count + 1
returning count, ceil(extract(epoch from window_start - nrmm_now()) + $2::int)::int as left)";

constexpr const char* kCounted = R"(
select count from counter
where city_id = nrmm_city() and name = $1
  and window_start = to_timestamp(floor(extract(epoch from nrmm_now()) / $2::int) * $2::int))";

}  // namespace

void demand(storage::Session& session, const Limit& limit, const std::string& code) {
  const auto row = session.one(kCount, {limit.name, limit.window.count()});
  if (row->front().integer("count") <= limit.most) return;
  Problem problem(429, code);
  problem.retry_after = std::max(1, static_cast<int>(row->front().integer("left")));
  throw problem;
}

void count(storage::Session& session, const std::string& name, std::chrono::seconds window) {
  session.run(kCount, {name, window.count()});
}

int counted(storage::Session& session, const std::string& name, std::chrono::seconds window) {
  const auto row = session.one(kCounted, {name, window.count()});
  return row ? static_cast<int>(row->front().integer("count")) : 0;
}

}  // namespace nrmm::users
