#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/tables.hpp"

namespace nrmm::api {

// Who asks. A stranger has no account.
struct Caller {
  std::string account;
  std::string name;
  std::vector<std::string> roles;
  std::vector<std::string> districts;  // an officer's; empty: the whole city

  bool has_role(std::string_view role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  }
};

// One call below /{city}/v1/x/{plugin}/, routed, authenticated, permitted by the manifest's `who`, its query
// and body checked against the manifest.
struct Request {
  std::string city;
  std::string call;  // as the manifest states it: "GET notices/{id}"
  std::map<std::string, std::string, std::less<>> params, query;
  Json body = Json::object();
  Caller caller;
  std::string reach;  // of `who`: allowed, own, district or city; keeping to it is the plugin's part
  std::string request_id;
  std::optional<std::int64_t> version;  // the client's If-Match, of a route with `needs_version`
};

struct Answer {
  int status = 200;
  Json body{};                            // null: none
  std::optional<std::int64_t> version{};  // becomes the ETag
};

// Thrown to answer with a problem; nothing of the call's transaction remains. `code` is of the plugin:
// "closed" is told as <plugin>.closed, with `message` in the citizen's words.
class Refusal : public std::runtime_error {
 public:
  Refusal(int status, std::string code, std::string message)
      : std::runtime_error(code), status(status), code(std::move(code)), message(std::move(message)) {}
  int status;
  std::string code, message;
};

// In a POST, PUT or DELETE all is one transaction that commits when it returns. May be run again after a
// serialization failure.
using Handler = std::function<Answer(const Request&, Tables&)>;

}  // namespace nrmm::api
