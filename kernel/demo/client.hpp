#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace Poco::Net {
class HTTPClientSession;
}

namespace nrmm::demo {

struct Answer {
  int status = 0;
  Json body;
  std::int64_t version = -1;  // of the ETag; -1 without one
};

// A client of one city's public HTTP API on this machine, as a mini-program would be one, on one connection.
// For one thread. Throws std::runtime_error when the server cannot be reached.
class Client {
 public:
  Client(int port, std::string city);
  ~Client();

  Answer get(const std::string& path, const std::string& token);
  Answer post(const std::string& path, const Json& body, const std::string& token, std::int64_t version = -1);
  Answer put(const std::string& path, const Json& body, const std::string& token, std::int64_t version = -1);
  Answer upload(const std::string& path, std::string_view jpeg, const std::string& token);

 private:
  struct Outgoing;
  Answer send(const Outgoing& request);
  Answer send_once(const Outgoing& request);

  int port_;
  std::string city_;
  std::unique_ptr<Poco::Net::HTTPClientSession> session_;
};

}  // namespace nrmm::demo
