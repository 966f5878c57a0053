#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/postgres_cluster.hpp"

namespace nrmm::app {

struct RecoveryPlan {
  std::filesystem::path copy;  // of the cluster
  std::filesystem::path log;   // folder with compressed segments
  std::vector<std::string> segments;
  std::string to;  // RFC 3339; empty: everything there is
};

// Fills the home's empty cluster from a copy, and goes on by the log to the moment. Afterwards it is stopped
// and can be started as any. Returns the time of the last commit in it; empty where the log had none. Throws
// std::runtime_error with one clear line, also where the log ends before the moment.
std::string recover(const Home& home, PostgresCluster& cluster, const RecoveryPlan& plan);

}  // namespace nrmm::app
