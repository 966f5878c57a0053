#pragma once

#include <string>
#include <vector>

#include "plugins/running.hpp"

// The SQL of plugins' jobs and of how plugins do.
namespace nrmm::plugins::errand_store {

// How a plugin does in one server.
struct Report {
  std::string server, plugin, version, state, error, seen_at;
  Json counters;
};

// What of a channel's messages did not arrive.
struct Waiting {
  std::string channel;
  std::int64_t waiting = 0, refused = 0, unknown = 0;
  std::string last_reason;
};

void put(storage::Session&, const std::string& server, const Running& plugin);
void forget(storage::Session&, const std::string& server, const std::string& plugin);
std::vector<Report> reports(storage::Session&);  // of servers heard of within the last half minute

// A job that came to nothing the last time, in one city.
struct FailingJob {
  std::string plugin, job, reason, next_at;
  int failures = 0;  // in a row
  bool given_up = false;
};

// In a transaction: whether the job is due in the city and no other transaction is at it; then due again in
// `every` seconds, and what failed before is forgotten.
bool take_job(storage::Session&, const std::string& plugin, const std::string& job, long every);
// It failed: due again after its interval, doubled with each failure, a day at most; given up after twenty.
// Of the reason 200 bytes are kept. True when it is given up now.
bool job_failed(storage::Session&, const std::string& plugin, const std::string& job, long every,
                const std::string& reason);
// Due at once, with all its tries. false: none of that name has failed.
bool retry_job(storage::Session&, const std::string& plugin, const std::string& job);
std::vector<FailingJob> failing_jobs(storage::Session&);  // of the session's city

std::vector<Waiting> undelivered(storage::Session&);  // of the session's city

}  // namespace nrmm::plugins::errand_store
