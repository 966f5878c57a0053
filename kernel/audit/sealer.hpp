#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "log/logger.hpp"
#include "storage/database.hpp"

namespace nrmm::audit {

// Chains a city's committed rows that are in no chain yet, at most `most` of them, and returns how many that
// were. Rows are chained in the order they are found: one that commits late gets a later link than its
// number. Several servers take turns by a lock; one that does not get it returns 0.
int seal_rows(storage::Database& database, const std::string& city, int most = 1000);

// Does so for every city within two seconds of a row's commit, on a thread of its own. A chain inside the
// writing transactions would let a city have only one of them at a time.
class Sealer {
 public:
  using Cities = std::function<std::vector<std::string>()>;

  Sealer(storage::Database& database, Cities cities, log::Logger& logger,
         std::chrono::milliseconds period = std::chrono::milliseconds(1000));
  ~Sealer();  // ends after the city it is at
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

 private:
  void loop();
  void round();
  bool stopping();

  storage::Database& database_;
  Cities cities_;
  log::Logger& logger_;
  std::chrono::milliseconds period_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  bool failing_ = false;  // said once, not every second
  std::thread thread_;
};

// Rows of the session's city that wait to be chained.
struct Unsealed {
  std::int64_t rows = 0;
  double oldest = 0;  // its age in seconds
};
Unsealed unsealed(storage::Session& session);

}  // namespace nrmm::audit
