#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "http/router.hpp"

namespace nrmm::http {

struct ServerSettings {
  std::filesystem::path socket;  // a Unix socket; its folder's permissions protect it
  unsigned socket_mode = 0666;   // the proxy's worker is another user
  int port = 0;                  // instead of a socket: loopback only; 0 with an empty socket chooses one
  bool trust_proxy = true;       // X-Real-IP is the client's address; false where clients connect themselves
  int threads = 64;              // one per connection: well above the proxy's idle connections
  int backlog = 512;
  std::chrono::milliseconds idle{75'000};  // longer than the proxy keeps one, so that it is the one to close
  std::chrono::milliseconds head_patience{10'000};
  std::chrono::milliseconds body_patience{60'000};
  std::chrono::milliseconds write_patience{60'000};
};

// Takes requests from a Unix socket or from loopback and answers them by the router. Poco's TCPServer gives
// the threads; framing is read by our own strict code (head.hpp). Construction listens; std::runtime_error
// with one line when it cannot, also when another server answers on the socket.
class Server {
 public:
  Server(const Router& router, log::Logger& log, ServerSettings settings);
  ~Server();  // stop(0)

  int port() const;

  // Connections: those that have a thread now, and those that wait for one; `turned_away` since the start.
  struct Counts {
    int connections = 0, waiting = 0, turned_away = 0, threads = 0;
  };
  Counts counts() const;

  // Takes no more connections, lets requests under way finish for at most `patience`, then closes. True when
  // all had finished. Idempotent.
  bool stop(std::chrono::milliseconds patience);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nrmm::http
