#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "audit/sealer.hpp"
#include "metrics/text.hpp"
#include "storage/database.hpp"
#include "workflows/case_store.hpp"
#include "workflows/outbox_store.hpp"

namespace nrmm::app {

struct CityLoad {
  std::vector<workflows::case_store::Load> cases;
  std::vector<workflows::outbox_store::Load> messages;
  audit::Unsealed unsealed;
};
using CityLoads = std::map<std::string, CityLoad>;

// What waits in each city: cases, messages, audit rows without a place in the chain. A thread counts, by
// indexes, when somebody asks and at most once in ten seconds. Who asks waits two seconds at most, so that a
// database that hangs does not hide the other numbers; where it does not tell there are none, rather than old
// ones. Thread-safe.
class Backlog {
 public:
  using Cities = std::function<std::vector<std::string>()>;

  Backlog(storage::Database& database, Cities cities);
  ~Backlog();
  Backlog(const Backlog&) = delete;
  Backlog& operator=(const Backlog&) = delete;

  void write(metrics::Text& text);

 private:
  using Clock = std::chrono::steady_clock;

  void loop();
  std::optional<CityLoads> count();
  CityLoad count(const std::string& city);
  std::optional<CityLoads> known();

  storage::Database& database_;
  Cities cities_;
  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  bool wanted_ = false, stopping_ = false;
  std::optional<CityLoads> loads_;
  Clock::time_point valid_until_{};
  std::thread thread_;  // last: it uses the rest
};

}  // namespace nrmm::app
