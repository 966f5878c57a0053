#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nrmm::http {

// Header fields in the order received; names are compared without case.
class Headers {
 public:
  void add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
  void set(std::string_view name, std::string value);
  const std::string* find(std::string_view name) const;  // the first
  std::size_t count(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

// The body of a request, read when somebody wants it.
class BodySource {
 public:
  virtual ~BodySource() = default;
  virtual bool empty() const = 0;
  // All of it, at most `limit` bytes: Problem 413 when there is more, 400 when it is cut off or badly framed.
  virtual std::string read(std::size_t limit) = 0;
};

// A request as the transport took it from the connection: its framing is sound, nothing else is known of it.
struct Incoming {
  std::string method;
  std::string target;  // as sent: path?query
  Headers headers;
  std::string address;  // the client's
  BodySource* body = nullptr;
  std::string request_id{};  // the proxy's; empty: the router makes one
};

struct Outgoing {
  int status = 200;
  Headers headers;
  std::string body;
};

}  // namespace nrmm::http
