#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cities/pack.hpp"
#include "http/contract.hpp"
#include "http/permissions.hpp"
#include "http/route_table.hpp"

namespace nrmm::http {

// Calls below `x/` that come with a city's pack, their lines of the permission matrix and their answers.
struct RouteSet {
  RouteTable table;
  Permissions permissions;
  std::map<std::string, CallContract, std::less<>> contracts;
};

// Where the router finds them. Thread-safe; what it gives is never changed.
class MoreRoutes {
 public:
  virtual ~MoreRoutes() = default;
  virtual std::shared_ptr<const RouteSet> of(const cities::Pack& pack) = 0;
  virtual std::shared_ptr<const RouteSet> all() = 0;  // of every city, without handlers: for listings
};

}  // namespace nrmm::http
