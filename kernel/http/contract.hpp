#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/embedded.hpp"
#include "base/json.hpp"
#include "http/route.hpp"

namespace nrmm::http {

// What the route table does not know of a call: what it answers and when it refuses.
struct CallContract {
  std::string tag;
  std::map<int, Json> answers;        // status → JSON Schema of the body; null: none
  std::string bytes;                  // media type that a 200 may have instead of JSON
  bool etag = false;                  // success carries the object's version
  bool maybe_etag = false;            // or may do so: what a plugin's code answers
  std::set<int> refuses;              // besides those that follow from the route (openapi_refusals.cpp)
  std::map<std::string, Json> takes;  // JSON Schema of query keys and body members, beyond their type
};

// The answers of all calls, from kernel/http/contract/*.yaml: one file a tag, with `calls` and the `schemas`
// they share, in the notation of cities/answer_notation.hpp. A route without a line stops the build.
class Contract {
 public:
  struct Tag {
    std::string name, description;
  };

  // Throws std::runtime_error naming file:line:column of everything wrong.
  static Contract parse(const std::vector<embedded::File>& files);
  static const Contract& built_in();

  const CallContract* find(std::string_view call) const;  // "<METHOD> <path>" as routes state it
  const std::vector<Tag>& tags() const { return tags_; }
  const Json& schemas() const { return schemas_; }  // name → JSON Schema

  // Routes without a line, and lines without a route, as sentences; empty: all is well.
  std::vector<std::string> mismatches(const std::vector<Route>& routes) const;

 private:
  std::map<std::string, CallContract, std::less<>> calls_;
  std::vector<Tag> tags_;
  Json schemas_ = Json::object();
};

}  // namespace nrmm::http
