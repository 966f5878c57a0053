#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "http/router.hpp"

namespace nrmm::http {

// How long the whole of a transfer may take: a grace, and beside it the pace of a slow telephone. So a drip
// is no better than silence (X038).
struct Patience {
  std::chrono::milliseconds grace;
  std::uint64_t bytes_a_second = 64u << 10;

  std::chrono::steady_clock::time_point deadline(std::chrono::steady_clock::time_point begin,
                                                 std::uint64_t bytes) const {
    return begin + grace + std::chrono::seconds(bytes / bytes_a_second);
  }
};

struct ServerSettings {
  std::filesystem::path socket;  // a Unix socket; its folder's permissions protect it
  unsigned socket_mode = 0666;   // the proxy's worker is another user
  int port = 0;                  // instead of a socket: loopback only; 0 with an empty socket chooses one
  bool trust_proxy = true;       // X-Real-IP is the client's address; false where clients connect themselves
  int threads = 64;              // requests at work at once; connections that wait hold none
  int backlog = 512;
  std::chrono::milliseconds idle{75'000};  // longer than the proxy keeps one, so that it is the one to close
  std::chrono::milliseconds head_patience{
      10'000};  // from the first byte to the end; of a new one from the start
  Patience body{std::chrono::milliseconds(10'000)};    // for one to arrive
  Patience answer{std::chrono::milliseconds(10'000)};  // for one to be read
  std::chrono::milliseconds drain{0};  // a stop leaves idle connections so long: a request may be on its way
};

// Takes requests from a Unix socket or from loopback and answers them by the router. Framing is read by our
// own strict code (head.hpp). Slow and idle clients wait together and hold no thread (connections.hpp);
// beyond what the process may have of descriptors, new ones are closed (X037, X044). Construction listens;
// std::runtime_error with one line when it cannot, also when another server answers on the socket.
class Server {
 public:
  Server(const Router& router, log::Logger& log, ServerSettings settings);
  ~Server();  // stop(0)

  int port() const;

  // Now, but for `turned_away`: since the start, for there was no descriptor for them.
  struct Counts {
    int connections = 0, threads = 0;
    std::uint64_t turned_away = 0;
  };
  Counts counts() const;

  // Refuses new connections at once, so that a proxy turns to another server; says on every answer that it is
  // the connection's last; after `drain` closes idle ones, and after `patience`, or `drain` if that is
  // longer, all. True when all had finished. Idempotent.
  bool stop(std::chrono::milliseconds patience);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nrmm::http
