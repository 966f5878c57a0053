#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/definition.hpp"
#include "yaml/node.hpp"
#include "yaml/schema.hpp"

namespace nrmm::cities {

extern const yaml::Schema kPluginRoute;
extern const yaml::Schema kPluginMember;

// A member of a route's body or query.
struct PluginMember {
  std::string name, type, description;  // type: text integer number flag object array any
  bool mandatory = false;
  std::size_t max_length = 1000;
};

// A call that a plugin answers, below /{city}/v1/x/{plugin}/, and who may make it.
struct PluginRoute {
  std::string name;  // "GET notices/{id}"
  Source source;
  std::string method, path, description;
  std::map<std::string, std::string, std::less<>> who;  // role, signed_in or anyone → reach
  std::vector<PluginMember> query, body;
  bool needs_version = false;
  bool idempotent = true;    // a POST wants an Idempotency-Key
  bool writes = true;        // a POST that writes
  std::string record, does;  // of a plugin of kind lua: what it does with which record
};

// Reads a checked entry of `routes`; G022 for what is no call or names no one that there is. `roles`: the
// plugin's own.
PluginRoute read_plugin_route(const yaml::Entry& entry, const std::vector<Role>& roles,
                              Diagnostics& diagnostics);

std::vector<PluginMember> read_members(const yaml::Node& all);  // of a checked mapping

// The call with the names of its parameters left out: "GET notices/{}".
std::string shape_of(const PluginRoute& route);

// Whom a permission can name: the kernel's roles, signed_in and anyone.
const std::vector<std::string>& known_callers();

}  // namespace nrmm::cities
