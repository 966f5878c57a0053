#pragma once

#include <map>
#include <set>
#include <string>

#include "base/diagnostic.hpp"
#include "cities/condition.hpp"
#include "yaml/node.hpp"

namespace nrmm::cities {

// What may be asked of a name: `present` and `absent` always, a value only where values are listed.
struct Askable {
  std::set<std::string> values;  // empty: free
  bool flag = false;             // true and false
  bool unknown = false;          // its vocabulary is missing, which is reported where it is named
};

// The names a condition may speak of.
using Askables = std::map<std::string, Askable, std::less<>>;

// A condition as packs write it (concept 6). P002 for a wrong form, P004 for unknown names and values, told
// at the place of the name or value; `what` says what the names are ("field or account fact").
Condition read_condition(const yaml::Node& node, const Askables& names, const std::string& what,
                         Diagnostics& diagnostics);

}  // namespace nrmm::cities
