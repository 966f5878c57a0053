#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <libpq-fe.h>

namespace nrmm::storage {

// Asks the database whether it answers and can be written, on a connection of its own and never longer than
// told, even if the server hangs; of several hosts each has its share of the time. Thread-safe.
class Probe {
 public:
  explicit Probe(const std::string& conninfo);

  bool ask(std::chrono::milliseconds patience);

 private:
  using Clock = std::chrono::steady_clock;
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  bool connect(const std::string& conninfo, Clock::time_point deadline);
  bool ask_each(Clock::time_point deadline);
  bool ping(Clock::time_point deadline);

  std::vector<std::string> hosts_;  // the one that answered last comes first
  std::mutex mutex_;
  std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace nrmm::storage
