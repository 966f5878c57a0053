#pragma once

#include <memory>

#include "app/home.hpp"
#include "app/process.hpp"

namespace nrmm::app {

struct FrontSettings {
  int port = 8080;
  std::string address = "0.0.0.0";
  std::size_t body_limit = 1u << 20;
  std::size_t photo_limit = 12u << 20;
  int threads = 64;  // of the server behind: never more connections than these
};

// Waits some seconds for the nginx of a killed server to let the port go. Throws std::runtime_error when
// somebody else has it.
void require_free_port(const FrontSettings& settings);

// The private nginx of a home: takes slow clients, limits and framing off the server and passes whole
// requests to its socket. It dies with us.
class Front {
 public:
  Front(const Home& home, const FrontSettings& settings);
  void start();
  void stop();
  void reopen_logs();
  bool running() { return child_ && child_->running(); }

 private:
  void write_configuration() const;

  const Home& home_;
  FrontSettings settings_;
  std::unique_ptr<Child> child_;
};

}  // namespace nrmm::app
