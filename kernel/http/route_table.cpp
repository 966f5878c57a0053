#include "http/route_table.hpp"

#include <stdexcept>

#include "base/text.hpp"

namespace nrmm::http {
namespace {

constexpr std::string_view kMethods[] = {"GET", "POST", "PUT", "DELETE"};

bool known_method(const std::string& method) {
  for (const auto known : kMethods) {
    if (method == known) return true;
  }
  return false;
}

bool sound_segment(const std::string& segment) {
  return !segment.empty() && (segment.find_first_of("{}") == std::string::npos || is_parameter(segment));
}

}  // namespace

bool is_parameter(const std::string& segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.find('}') == segment.size() - 1;
}

std::string parameter_name(const std::string& segment) { return segment.substr(1, segment.size() - 2); }

std::vector<std::string> template_segments(const std::string& path) {
  return split(path.starts_with('/') ? std::string_view(path).substr(1) : std::string_view(path), '/');
}

void RouteTable::add(Route route) {
  const std::string call = route.method + " " + route.path;
  if (!known_method(route.method)) throw std::logic_error(call + ": not a method of the contract");
  Node* node = route.path.starts_with('/') ? &without_city_ : &with_city_;
  for (const std::string& segment : template_segments(route.path)) {
    if (!sound_segment(segment)) throw std::logic_error(call + ": not a path");
    auto& next = is_parameter(segment) ? node->parameter : node->literals[segment];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  if (!node->methods.emplace(route.method, routes_.size()).second)
    throw std::logic_error(call + " is stated twice");
  routes_.push_back(std::move(route));
}

const RouteTable::Node* RouteTable::walk(const Node& root, const std::vector<std::string>& segments,
                                         std::size_t from) const {
  const Node* node = &root;
  for (std::size_t i = from; i < segments.size() && node; ++i) {
    const auto literal = node->literals.find(segments[i]);
    if (literal != node->literals.end()) {
      node = literal->second.get();
    } else {
      node = segments[i].empty() ? nullptr : node->parameter.get();
    }
  }
  return node && !node->methods.empty() ? node : nullptr;
}

Match RouteTable::find(const std::string& method, const std::vector<std::string>& segments) const {
  Match match;
  std::size_t from = 0;
  const Node* node = walk(without_city_, segments, 0);
  if (!node && segments.size() > 2 && segments[1] == "v1") {
    from = 2;
    node = walk(with_city_, segments, from);
    match.city = segments[0];
  }
  if (!node) return match;
  for (const auto& [known, index] : node->methods)
    match.allowed += (match.allowed.empty() ? "" : ", ") + known;
  const auto found = node->methods.find(method);
  if (found == node->methods.end()) return match;
  match.route = &routes_[found->second];
  const auto pattern = template_segments(match.route->path);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_parameter(pattern[i])) match.params[parameter_name(pattern[i])] = segments[from + i];
  }
  return match;
}

}  // namespace nrmm::http
