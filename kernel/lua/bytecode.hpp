#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nrmm::lua {

// A global name that a rule file uses: `library` is empty for a global itself, "text" for text.match.
struct NameUse {
  std::string library;
  std::string name;
  int line = 0;
  bool written = false;
};

// Every use of a global in a chunk, in the order of the file, read from Lua 5.4 bytecode that lua_dump made
// with line numbers. Lets `pack check` name what a rule would only trip over when it runs. Uses that go
// through a local (`local t = text`) are not seen; the sandbox refuses those when they run.
// Throws std::runtime_error if the bytecode is not as expected.
std::vector<NameUse> used_names(std::string_view bytecode);

}  // namespace nrmm::lua
