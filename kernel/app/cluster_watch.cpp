#include "app/cluster_watch.hpp"

namespace nrmm::app {
namespace {

constexpr std::chrono::milliseconds kRound{500};
constexpr int kTold = 20;  // of starts in vain the first is told, and then each twentieth

}  // namespace

ClusterWatch::ClusterWatch(PostgresCluster& cluster, storage::Database& database, log::Logger& logger)
    : cluster_(cluster), database_(database), logger_(logger), thread_([this] { loop(); }) {}

ClusterWatch::~ClusterWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

// false: it is time to stop.
bool ClusterWatch::wait() {
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, kRound, [this] { return stopping_; });
}

void ClusterWatch::loop() {
  while (wait()) look();
}

// One that does not answer but runs is left alone: it recovers, or is busy.
void ClusterWatch::look() {
  if (database_.reachable() || cluster_.running()) return;
  try {
    if (failures_ == 0) logger_.error("the private PostgreSQL has ended; it is started again", {});
    cluster_.start_again();
    logger_.warning("the private PostgreSQL was started again", {{"tries", failures_ + 1}});
    failures_ = 0;
  } catch (const std::exception& error) {
    if (failures_++ % kTold == 0)
      logger_.error("the private PostgreSQL does not start; it is tried again", {{"reason", error.what()}});
  }
}

}  // namespace nrmm::app
