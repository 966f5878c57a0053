#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

struct lua_State;

namespace nrmm::lua {

// One name that rules may use. These rows are the whole allow-list: the sandbox, luacheck's configuration,
// the editor stubs and the reference are made from them.
struct Binding {
  std::string_view library;     // "" for a global function, else string, table, math, utf8, text
  std::string_view name;        // "match"
  std::string_view signature;   // "text.match(text, pattern) -> text or nil"
  std::string_view doc;         // one line
  int (*function)(lua_State*);  // null for a constant
  double constant = 0;

  bool is_function() const { return function != nullptr; }
};

// All rows, by library (globals first), then in the order of the reference.
const std::vector<Binding>& bindings();

// Why a name that Lua authors expect is not there, and what to use: "use text.match". Empty if unknown.
std::string_view why_unavailable(std::string_view qualified_name);

// The text of .luacheckrc for rule files, so that luacheck knows the same names as the sandbox.
std::string luacheckrc();

// The same names for editors: a LuaCATS file of signatures and what they do.
std::string editor_stubs();

// Parts of bindings(), one per file.
std::span<const Binding> core_bindings();
std::span<const Binding> string_bindings();
std::span<const Binding> table_bindings();
std::span<const Binding> math_bindings();
std::span<const Binding> text_bindings();

}  // namespace nrmm::lua
