#pragma once

#include <cstdio>
#include <exception>

#include <lua.hpp>

namespace nrmm::lua {

// Makes a Lua function of `Body`: a C++ exception becomes a Lua error at the author's line. Without it the
// exception would end the protected call with status -1 and no text. Lua's own errors pass through (the C++
// build of Lua throws them as something that is not a std::exception), destructors run either way.
template <int (*Body)(lua_State*)>
int guarded(lua_State* state) {
  char text[512];
  try {
    return Body(state);
  } catch (const std::exception& problem) {
    std::snprintf(text, sizeof text, "%s", problem.what());
  }
  luaL_where(state, 1);
  lua_pushstring(state, text);
  lua_concat(state, 2);
  return lua_error(state);
}

}  // namespace nrmm::lua
