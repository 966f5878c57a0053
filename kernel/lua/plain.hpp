#pragma once

#include <lua.hpp>

#include "base/json.hpp"

namespace nrmm::lua {

// Pushes the value as Lua's own tables and scalars, null as nil. Unlike a view it needs no call to live in.
// Raises what Lua raises for want of memory.
void push_plain(lua_State* state, const Json& value);

}  // namespace nrmm::lua
