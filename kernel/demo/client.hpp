#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"

namespace nrmm::demo {

struct Answer {
  int status = 0;
  Json body;
  std::int64_t version = -1;  // of the ETag; -1 without one
};

// A client of one city's public HTTP API on this machine, as a mini-program would be one. Throws
// std::runtime_error when the server cannot be reached.
class Client {
 public:
  Client(int port, std::string city) : port_(port), city_(std::move(city)) {}

  Answer get(const std::string& path, const std::string& token);
  Answer post(const std::string& path, const Json& body, const std::string& token, std::int64_t version = -1);
  Answer put(const std::string& path, const Json& body, const std::string& token, std::int64_t version = -1);
  Answer upload(const std::string& path, std::string_view jpeg, const std::string& token);

 private:
  struct Outgoing;
  Answer send(const Outgoing& request);

  int port_;
  std::string city_;
};

}  // namespace nrmm::demo
