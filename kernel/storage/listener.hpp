#pragma once

#include <functional>
#include <string>
#include <thread>

namespace nrmm::storage {

// Calls `heard` whenever another server notified the channel, after every reconnect (what was missed
// meanwhile is unknown) and every 10 seconds. Has a connection and a thread of its own. `heard` runs on that
// thread and may throw.
class Listener {
 public:
  Listener(std::string dsn, std::string channel, std::function<void()> heard);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

 private:
  void run();

  std::string dsn_;
  std::string channel_;
  std::function<void()> heard_;
  int wake_[2];  // pipe: written once, to stop
  std::thread thread_;
};

}  // namespace nrmm::storage
