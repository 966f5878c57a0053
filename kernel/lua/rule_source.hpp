#pragma once

#include <string>
#include <vector>

namespace nrmm::lua {

// One rule file of a pack.
struct RuleSource {
  std::string module;      // "machine" for rules/machine.lua: the first half of a rule's name
  std::string chunk_name;  // path inside the repository; errors read chunk_name:line: text
  std::string text;        // Lua source, UTF-8
};

// The rule files of a pack and its ancestors, the base first, the pack itself last.
using RuleChain = std::vector<std::vector<RuleSource>>;

}  // namespace nrmm::lua
