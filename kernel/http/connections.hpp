#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>

#include <Poco/Net/StreamSocket.h>

namespace nrmm::http {

// The connections of a server, so that it can stop: idle ones are closed, busy ones finish. Thread-safe.
class Connections {
 public:
  int enter(const Poco::Net::StreamSocket& socket);
  void leave(int id);
  void begin(int id);  // a request arrived
  void end(int id);    // it is answered; the connection waits for the next
  bool stopping() const;

  // From now on answers end their connections. Those that wait for a request stay for `idle`, so that their proxy is the
  // one to close them; after `patience` all are cut. True when all went by themselves.
  bool drain(std::chrono::milliseconds idle, std::chrono::milliseconds patience);

 private:
  struct Entry {
    Poco::Net::StreamSocket socket;
    bool busy = false;
  };

  mutable std::mutex mutex_;
  std::condition_variable left_;
  std::map<int, Entry> all_;
  int next_ = 0;
  bool stopping_ = false;
  bool closing_idle_ = false;
};

}  // namespace nrmm::http
