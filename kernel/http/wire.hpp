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

// A connection and what arrived on it but is not taken yet. Only the read_… wait, and each until a deadline
// of its whole. Throws ConnectionLost.
class Wire {
 public:
  explicit Wire(Poco::Net::StreamSocket socket);

  int descriptor() const { return socket_.impl()->sockfd(); }

  // Holds what has arrived, up to about `most` bytes, without waiting.
  void take_in(std::size_t most);
  std::string_view held() const { return std::string_view(buffer_).substr(at_); }
  bool at_end() const { return at_end_; }  // the other side sends no more
  std::string take(std::size_t count);     // of what is held
  void drop_held();

  // Up to and including `end`; empty when there are `limit` bytes without it.
  std::string read_until(std::string_view end, std::size_t limit, Deadline deadline);
  // Appends exactly `count` bytes.
  void read_exactly(std::string& out, std::size_t count, Deadline deadline);

  std::size_t send(std::string_view bytes);  // as many as go without waiting
  void end_sending();
  void cut();  // both ways; from any thread

 private:
  bool receive();  // false: nothing there now, or the end
  void await_more(Deadline deadline);

  Poco::Net::StreamSocket socket_;
  std::string buffer_;
  std::size_t at_ = 0;  // bytes before it are taken
  bool at_end_ = false;
};

}  // namespace nrmm::http
