#pragma once

#include <lua.hpp>

namespace nrmm::lua {

// Pushes a list of the table's keys: numbers by value, then texts by bytes, then false and true. Lua's own
// order differs from run to run. Throws for other keys and for more than 65,536.
void push_sorted_keys(lua_State* state, const char* function, int argument);

}  // namespace nrmm::lua
