#pragma once

#include <string>
#include <vector>

namespace nrmm::plugins {

// docs/plugin-author/reference.md: every key of plugin.yaml and every name for rules, from the tables that
// read them.
std::string reference();

// What an author can rely on at this api level, a line each: "manifest provides.routes", "lua text.match".
std::vector<std::string> promised_names();

}  // namespace nrmm::plugins
