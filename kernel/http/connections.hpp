#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "http/connection.hpp"

namespace nrmm::http {

// The connections of a server. All that wait do so in one epoll, so that none holds a thread by being slow or
// idle; one for which there is something to do goes to one worker. Thread-safe.
class Connections {
 public:
  Connections();  // std::runtime_error without descriptors
  ~Connections();

  struct Turn {
    std::uint64_t id = 0;
    std::shared_ptr<Connection> connection;
    explicit operator bool() const { return connection != nullptr; }
  };

  void enter(std::shared_ptr<Connection> connection);
  Turn next();  // waits; without a connection when the workers are dismissed
  void put_back(std::uint64_t id, const Pause& pause);
  void expire();  // those whose pause took too long
  std::size_t size() const;

  // For a stop: those that wait for a request may do so for `idle` yet; all are cut after `patience`, or
  // `idle` if that is longer. True when all went by themselves.
  bool drain(std::chrono::milliseconds idle, std::chrono::milliseconds patience);
  void dismiss_workers();

 private:
  struct Entry {
    std::shared_ptr<Connection> connection;
    Pause pause;
    bool busy = false;
  };
  using All = std::map<std::uint64_t, Entry>;

  bool emptied(Deadline until);
  bool goes(const Pause& pause) const;
  void watch(int how, const All::value_type& entry);
  All::node_type remove(All::iterator at);

  const int epoll_;
  const int dismissal_;  // an eventfd
  mutable std::mutex mutex_;
  std::condition_variable left_;
  All all_;
  std::uint64_t next_ = 1;
  std::size_t held_ = 0;  // bytes of all pauses
  bool stopping_ = false;
};

}  // namespace nrmm::http
