#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <shared_mutex>
#include <stdexcept>

#include "cities/pack_source.hpp"
#include "log/logger.hpp"
#include "storage/database.hpp"

namespace nrmm::plugins {

// What of the server the plugins' host works with; all of it outlives Gate::close().
struct Surroundings {
  std::filesystem::path home;
  log::Logger& logger;
  const cities::PackSource& packs;
  storage::Database& database;
};

// The way from plugins into the server. A call that hung may come back when the server is gone: then the gate
// is closed. Thread-safe.
class Gate {
 public:
  explicit Gate(Surroundings inside) : inside_(std::move(inside)) {}

  // std::runtime_error when it is closed.
  template <class Work>
  auto with(Work work) const -> decltype(work(std::declval<const Surroundings&>())) {
    const std::shared_lock lock(mutex_);
    if (closed_) throw std::runtime_error("the server has stopped");
    return work(inside_);
  }

  void close() {  // waits for calls inside
    const std::unique_lock lock(mutex_);
    closed_ = true;
  }

 private:
  mutable std::shared_mutex mutex_;
  Surroundings inside_;
  bool closed_ = false;
};

}  // namespace nrmm::plugins
