#include "lua/plain.hpp"

#include "lua/arguments.hpp"
#include "lua/view.hpp"

namespace nrmm::lua {

void push_plain(lua_State* state, const Json& value) {
  if (!value.is_structured()) return push_json(state, value);
  luaL_checkstack(state, 8, nullptr);
  lua_newtable(state);
  const int table = lua_gettop(state);
  lua_Integer next = 1;
  for (const auto& [name, member] : value.items()) {
    if (value.is_array())
      lua_pushinteger(state, next++);
    else
      push_text(state, name);
    push_plain(state, member);
    lua_rawset(state, table);
  }
}

}  // namespace nrmm::lua
