#pragma once

#include <string>
#include <string_view>

namespace nrmm::testing {

// A TCP or Unix connection that sends exactly the bytes it is given.
class RawClient {
 public:
  explicit RawClient(int port);
  explicit RawClient(const std::string& socket_path);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool send(std::string_view bytes);  // false when the other side is gone
  void finish_sending();
  std::string answer();  // one response: head and body by its Content-Length; what there is at the end
  bool closed();         // the other side ended the connection (waits for it at most five seconds)
  void reset();          // RST instead of FIN

 private:
  bool fill();

  int descriptor_;
  std::string buffer_;
};

int status_of(const std::string& answer);

}  // namespace nrmm::testing
