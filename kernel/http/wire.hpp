#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <Poco/Net/StreamSocket.h>

namespace nrmm::http {

// The other side closed or broke the connection, or let a deadline pass.
struct ConnectionLost {
  bool timed_out = false;
};

using Deadline = std::chrono::steady_clock::time_point;

// A connection with a read buffer. Every wait has a total deadline, so a client that drips bytes holds a
// thread no longer than one that is silent (X038). Throws ConnectionLost.
class Wire {
 public:
  explicit Wire(Poco::Net::StreamSocket socket);

  // Waits for the first byte of a request; false when none came in time or the other side closed.
  bool await(Deadline deadline);
  // Up to and including `end`; empty when there are `limit` bytes without it.
  std::string read_until(std::string_view end, std::size_t limit, Deadline deadline);
  // Appends exactly `count` bytes.
  void read_exactly(std::string& out, std::size_t count, Deadline deadline);
  void write(std::string_view bytes, Deadline deadline);

  // Says that nothing more is coming and lets the other side read the answer: closing at once with unread
  // bytes would take the answer away from it.
  void linger(std::chrono::milliseconds patience);

 private:
  bool fill(Deadline deadline);  // false at the end of the stream
  bool wait(Deadline deadline, int mode);

  Poco::Net::StreamSocket socket_;
  std::string buffer_;
  std::size_t at_ = 0;  // bytes before it are consumed
};

}  // namespace nrmm::http
