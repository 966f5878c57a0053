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

// In a transaction: whether the job is due in the city and no other transaction is at it; then due again in
// `every` seconds.
bool take_job(storage::Session&, const std::string& plugin, const std::string& job, long every);
void put_off(storage::Session&, const std::string& plugin, const std::string& job, long every);

std::vector<Waiting> undelivered(storage::Session&);  // of the session's city

}  // namespace nrmm::plugins::errand_store
