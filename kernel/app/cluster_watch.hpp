#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/postgres_cluster.hpp"
#include "log/logger.hpp"
#include "storage/database.hpp"

namespace nrmm::app {

// Starts the private PostgreSQL again when it has ended while `up` runs: killed, crashed, or out of disk
// space. Looks every half second, and tells the log. Until it answers again the server itself answers 503.
class ClusterWatch {
 public:
  ClusterWatch(PostgresCluster& cluster, storage::Database& database, log::Logger& logger);
  ~ClusterWatch();  // when the start under way has ended, within a few seconds
  ClusterWatch(const ClusterWatch&) = delete;
  ClusterWatch& operator=(const ClusterWatch&) = delete;

 private:
  void loop();
  void look();
  bool wait();

  PostgresCluster& cluster_;
  storage::Database& database_;
  log::Logger& logger_;
  int failures_ = 0;  // starts in vain, one after the other
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the rest
};

}  // namespace nrmm::app
