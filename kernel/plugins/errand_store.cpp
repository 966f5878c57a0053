#include "plugins/errand_store.hpp"

#include "log/reason.hpp"

namespace nrmm::plugins::errand_store {
namespace {

using storage::Row;
using storage::Session;

constexpr const char* kPut = R"(
insert into plugin_status (server, plugin, version, state, error, counters, seen_at)
values ($1, $2, $3, $4, $5, $6, now())
on conflict (server, plugin) do update set version = excluded.version, state = excluded.state,
  error = excluded.error, counters = excluded.counters, seen_at = excluded.seen_at)";
constexpr const char* kForget = "delete from plugin_status where server = $1 and plugin = $2";
constexpr const char* kReports = R"(
select server, plugin, version, state, error, counters, nrmm_time(seen_at) as seen_at
from plugin_status where seen_at > now() - interval '30 seconds' order by plugin, server)";

// A lock of its own, not the row's: adding a row would wait for who is changing it.
constexpr const char* kAtIt = R"(
select pg_try_advisory_xact_lock(hashtext('plugin_job'), hashtext(nrmm_city() || ' ' || $1 || ' ' || $2)) as alone)";
constexpr const char* kTakeJob = R"(
insert into plugin_job (city_id, plugin, job, next_at)
values (nrmm_city(), $1, $2, nrmm_now() + make_interval(secs => $3))
on conflict (city_id, plugin, job) do update set next_at = excluded.next_at, failures = 0, reason = null
  where plugin_job.next_at <= nrmm_now() and plugin_job.given_up_at is null
returning job)";
constexpr int kMostFailures = 20;
constexpr const char* kJobFailed = R"(
insert into plugin_job as known (city_id, plugin, job, next_at, failures, reason)
values (nrmm_city(), $1, $2, nrmm_now() + make_interval(secs => $3), 1, $4)
on conflict (city_id, plugin, job) do update set failures = known.failures + 1, reason = excluded.reason,
  next_at = nrmm_now() + make_interval(secs => least(greatest($3, 86400), $3 * power(2, least(known.failures, 30)))),
  given_up_at = case when known.failures + 1 >= $5::int then nrmm_now() end
returning given_up_at is not null as given_up)";
constexpr const char* kRetryJob = R"(
update plugin_job set failures = 0, given_up_at = null, next_at = nrmm_now()
where plugin = $1 and job = $2 and failures > 0 returning job)";
constexpr const char* kFailingJobs = R"(
select plugin, job, failures, coalesce(reason, '') as reason, nrmm_time(next_at) as next_at,
  given_up_at is not null as given_up
from plugin_job where failures > 0 order by plugin, job)";

constexpr const char* kUndelivered = R"(
select channel,
  count(*) filter (where failed_at is null and unknown_at is null) as waiting,
  count(*) filter (where failed_at is not null) as refused,
  count(*) filter (where unknown_at is not null) as unknown,
  coalesce((array_agg(reason order by coalesce(unknown_at, failed_at, created_at) desc)
            filter (where reason is not null))[1], '') as last_reason
from outbox where done_at is null group by channel order by channel)";

}  // namespace

void put(Session& session, const std::string& server, const Running& plugin) {
  session.run(kPut, {server, plugin.manifest().name, plugin.manifest().version, name_of(plugin.state()),
                     plugin.last_error(), Json(plugin.counters())});
}

void forget(Session& session, const std::string& server, const std::string& plugin) {
  session.run(kForget, {server, plugin});
}

std::vector<Report> reports(Session& session) {
  std::vector<Report> out;
  for (const Row row : session.run(kReports))
    out.push_back({row.text("server"), row.text("plugin"), row.text("version"), row.text("state"),
                   row.text("error"), row.text("seen_at"), row.json("counters")});
  return out;
}

bool take_job(Session& session, const std::string& plugin, const std::string& job, long every) {
  if (!session.run(kAtIt, {plugin, job}).front().flag("alone")) return false;
  return !session.run(kTakeJob, {plugin, job, every}).empty();
}

bool job_failed(Session& session, const std::string& plugin, const std::string& job, long every,
                const std::string& reason) {
  return session.run(kJobFailed, {plugin, job, every, log::kept_reason(reason), kMostFailures})
      .front()
      .flag("given_up");
}

bool retry_job(Session& session, const std::string& plugin, const std::string& job) {
  return !session.run(kRetryJob, {plugin, job}).empty();
}

std::vector<FailingJob> failing_jobs(Session& session) {
  std::vector<FailingJob> out;
  for (const Row row : session.run(kFailingJobs))
    out.push_back({row.text("plugin"), row.text("job"), row.text("reason"), row.text("next_at"),
                   static_cast<int>(row.integer("failures")), row.flag("given_up")});
  return out;
}

std::vector<Waiting> undelivered(Session& session) {
  std::vector<Waiting> out;
  for (const Row row : session.run(kUndelivered))
    out.push_back({row.text("channel"), row.integer("waiting"), row.integer("refused"),
                   row.integer("unknown"), row.text("last_reason")});
  return out;
}

}  // namespace nrmm::plugins::errand_store
