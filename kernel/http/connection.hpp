#pragma once

#include <atomic>
#include <optional>
#include <semaphore>
#include <string>

#include "base/problem.hpp"
#include "http/head.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "http/wire.hpp"

namespace nrmm::http {

// What the connections of a server share.
struct House {
  const Router& router;
  const ServerSettings& settings;
  log::Logger& log;
  std::atomic<bool> stopping = false;
  std::counting_semaphore<> slow_bodies;  // so many threads may wait for bytes of a client
};

// What a connection waits for when there is nothing to do for it.
struct Pause {
  enum class For { request, room, end, nothing };  // nothing: it is done
  For what = For::nothing;
  Deadline until{};
  std::size_t held = 0;  // bytes of a body or of an answer that wait with it
};

// One connection: what has arrived of its next request and what is still to be sent of its last answer. One
// thread at a time.
class Connection {
 public:
  Connection(const Poco::Net::StreamSocket& socket, House& house);

  Pause pause() const;  // what it waits for now
  Pause go_on();        // as far as it goes without waiting for the other side
  void expire();        // its pause took too long: says so where somebody is asking
  void cut() { wire_.cut(); }
  int descriptor() const { return wire_.descriptor(); }

 private:
  bool next_answer();      // false: its request is not whole yet
  bool request_arrived();  // Problem when what arrived is none
  bool body_arrived();
  void serve();
  void refuse(const Problem& problem);
  void hold(const Outgoing& answer, bool with_body);
  bool send_held();  // false: the other side takes no more now
  Pause leave();
  std::string address_of(const Head& head) const;
  std::string peer() const;
  std::string request_id_of(const Head& head) const;

  House& house_;
  Poco::Net::StreamSocket socket_;
  Wire wire_;
  std::optional<Head> head_;  // of the request that arrives
  std::size_t searched_ = 0;  // bytes of it without the end of a head
  Deadline since_;            // when the step began that is waited for
  std::string unsent_;
  std::size_t sent_ = 0;  // bytes of it
  bool used_ = false;     // a request was answered
  bool last_ = false;     // no request follows
  bool leaving_ = false;
  std::size_t dropped_ = 0;  // bytes since then
};

}  // namespace nrmm::http
