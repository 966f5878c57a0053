#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/definition.hpp"
#include "yaml/node.hpp"
#include "yaml/schema.hpp"

namespace nrmm::cities {

extern const yaml::Schema kPluginRole;

// Reads a checked mapping `roles` of the plugin. G005 for what is no name.
std::vector<Role> read_plugin_roles(const std::string& plugin, const yaml::Node& all,
                                    Diagnostics& diagnostics);

// A name that can stand in YAML, in Lua and in paths alike.
bool plain_name(const std::string& name);

// Reports G005 for one that is not.
void check_plain_name(const yaml::Entry& entry, Diagnostics& diagnostics);

}  // namespace nrmm::cities
