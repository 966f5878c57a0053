#pragma once

#include <string>
#include <string_view>

#include <lua.hpp>

namespace nrmm::lua {

// Gives a new state the allow-list and nothing else: frozen libraries, frozen globals, and methods of texts
// that are the `string` library. Nothing of Lua's own libraries is opened. Pushes the globals.
void build_globals(lua_State* state);

// "string.find is not available in rules; use text.match". `library` is empty for a global.
std::string not_available(std::string_view library, std::string_view name);

}  // namespace nrmm::lua
