#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include <libpq-fe.h>

namespace nrmm::storage {

// Asks the database whether it answers and can be written, on a connection of its own and never longer than
// told, even if the server hangs. Thread-safe.
class Probe {
 public:
  explicit Probe(std::string conninfo) : conninfo_(std::move(conninfo)) {}

  bool ask(std::chrono::milliseconds patience);

 private:
  using Clock = std::chrono::steady_clock;
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  bool connect(Clock::time_point deadline);
  bool ping(Clock::time_point deadline);

  std::string conninfo_;
  std::mutex mutex_;
  std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace nrmm::storage
