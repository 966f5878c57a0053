#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>

#include "fakes.hpp"
#include "http/server.hpp"
#include "raw_client.hpp"

namespace nrmm::testing {

// A server on loopback: GET things answers the caller's address, POST things the length of `text`, GET slow
// when it is let go, GET broken throws, GET long is more than sockets hold.
class ServerBench : public ::testing::Test {
 protected:
  ServerBench();

  void start(http::ServerSettings settings = {});
  std::string exchange(const std::string& bytes);  // one request on a connection of its own
  void let_go();
  void wait_for_slow();  // until a request is inside GET slow

  Bench bench;
  log::Logger log{log::Level::error};
  std::unique_ptr<http::Server> server;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool inside_ = false;
  bool free_ = false;
};

inline constexpr std::size_t kLong = 16u << 20;
inline const std::string kHost = "Host: x\r\n";

}  // namespace nrmm::testing
