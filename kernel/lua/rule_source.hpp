#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace nrmm::lua {

// One rule file of a pack.
struct RuleSource {
  std::string module;      // "machine" for rules/machine.lua: the first half of a rule's name
  std::string chunk_name;  // path inside the repository; errors read chunk_name:line: text
  std::string text;        // Lua source, UTF-8
};

// A plugin's rules: a module of their own, run before the rule files with the settings as its argument. The
// rule files see its functions as a library of that name.
struct PluginSource {
  RuleSource rules;
  Json settings;                       // an object
  std::vector<std::string> functions;  // those of them that rule files may call
};

// The rule files of a pack and its ancestors, the base first, the pack itself last.
using RuleChain = std::vector<std::vector<RuleSource>>;

}  // namespace nrmm::lua
