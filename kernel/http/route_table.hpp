#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "http/route.hpp"

namespace nrmm::http {

struct Match {
  const Route* route = nullptr;  // null: no such path, or the path takes only `allowed`
  std::string allowed;           // "GET, PUT"; empty: no such path
  std::string city;              // empty on a route without a city
  std::map<std::string, std::string, std::less<>> params;
};

// Finds the route of a path. A literal segment is preferred to a parameter in the same place.
class RouteTable {
 public:
  void add(Route route);  // std::logic_error when it is stated twice or not understood
  Match find(const std::string& method, const std::vector<std::string>& segments) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::map<std::string, std::size_t> methods;  // method → index of the route
  };

  const Node* walk(const Node& root, const std::vector<std::string>& segments, std::size_t from) const;

  std::vector<Route> routes_;
  Node with_city_;
  Node without_city_;
};

// The segments of a route's path: {"machines", "{id}"}.
std::vector<std::string> template_segments(const std::string& path);
bool is_parameter(const std::string& segment);
std::string parameter_name(const std::string& segment);

}  // namespace nrmm::http
