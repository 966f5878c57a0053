#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace nrmm::http {

// Something the server cannot do without: database, packs, photos. `ready` answers within about a second; a
// throw counts as not ready.
struct ReadinessCheck {
  std::string name;
  std::function<bool()> ready;
};

struct Readiness {
  bool ready = false;
  Json checks = Json::object();  // name → flag
};

// Asks the checks at most once a second however often it is asked itself, so that /healthz is no way to load
// what it looks at (X040). Thread-safe; while one thread asks, the others get the last answer.
class Health {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  explicit Health(std::vector<ReadinessCheck> checks, Clock clock = std::chrono::steady_clock::now);

  Readiness now();

 private:
  Readiness ask() const;

  std::vector<ReadinessCheck> checks_;
  Clock clock_;
  std::mutex asking_;
  std::mutex mutex_;  // of the two below
  Readiness last_;
  std::chrono::steady_clock::time_point valid_until_{};
};

}  // namespace nrmm::http
