#include <stdexcept>

#include "lua/arguments.hpp"
#include "lua/binding.hpp"
#include "lua/frozen.hpp"
#include "lua/guard.hpp"
#include "lua/runtime.hpp"
#include "lua/sequence.hpp"
#include "lua/sorted_keys.hpp"
#include "lua/view.hpp"

namespace nrmm::lua {
namespace {

int next_item(lua_State* state) {
  const lua_Integer at = lua_tointeger(state, 2) + 1;
  const Sequence list(state, "ipairs", 1);
  lua_pushinteger(state, at);
  list.push(at);
  if (lua_isnil(state, -1)) return 1;
  return 2;
}

int ipairs(lua_State* state) {
  Sequence(state, "ipairs", 1);  // refuses what is not a list
  lua_pushcfunction(state, guarded<next_item>);
  lua_pushvalue(state, 1);
  lua_pushinteger(state, 0);
  return 3;
}

// Upvalues: the sorted keys, the position of the last one given.
int next_entry(lua_State* state) {
  for (;;) {
    const lua_Integer at = lua_tointeger(state, lua_upvalueindex(2)) + 1;
    lua_pushinteger(state, at);
    lua_replace(state, lua_upvalueindex(2));
    if (lua_rawgeti(state, lua_upvalueindex(1), at) == LUA_TNIL) return 1;
    lua_pushvalue(state, -1);
    if (lua_gettable(state, 1) != LUA_TNIL) return 2;  // removed since, or null
    lua_pop(state, 2);
  }
}

int pairs(lua_State* state) {
  push_sorted_keys(state, "pairs", 1);
  lua_pushinteger(state, 0);
  lua_pushcclosure(state, guarded<next_entry>, 2);
  lua_pushvalue(state, 1);
  return 2;
}

int type(lua_State* state) {
  luaL_checkany(state, 1);
  if (view_at(state, 1) != nullptr)
    lua_pushliteral(state, "table");
  else
    lua_pushstring(state, luaL_typename(state, 1));
  return 1;
}

// A table's text would be its address, which differs from run to run.
int tostring(lua_State* state) {
  switch (lua_type(state, 1)) {
    case LUA_TNIL:
      return lua_pushliteral(state, "nil"), 1;
    case LUA_TBOOLEAN:
      return lua_pushstring(state, lua_toboolean(state, 1) != 0 ? "true" : "false"), 1;
    case LUA_TSTRING:
      return lua_settop(state, 1), 1;
    case LUA_TNUMBER:
      return lua_settop(state, 1), lua_tostring(state, 1), 1;
    default:
      wrong_argument(state, "tostring", 1, "a text, number, boolean or nil");
  }
}

int tonumber(lua_State* state) {
  if (lua_type(state, 1) == LUA_TNUMBER) return lua_settop(state, 1), 1;
  if (lua_type(state, 1) == LUA_TSTRING) {
    const std::string_view text = text_at(state, 1);
    if (text.size() <= 100 && lua_stringtonumber(state, text.data()) == text.size() + 1) return 1;
  }
  return lua_pushnil(state), 1;
}

int select(lua_State* state) {
  const lua_Integer count = lua_gettop(state) - 1;
  if (lua_type(state, 1) == LUA_TSTRING && text_at(state, 1) == "#") return lua_pushinteger(state, count), 1;
  lua_Integer from = integer_argument(state, "select", 1);
  if (from < 0) from += count + 1;
  if (from < 1) throw std::runtime_error("select: argument 1 is out of range");
  return from > count ? 0 : static_cast<int>(count - from + 1);
}

int error(lua_State* state) {
  const bool levels = !lua_isnoneornil(state, 2);
  const int level = levels ? static_cast<int>(integer_argument(state, "error", 2)) : 1;
  lua_settop(state, 1);
  if (lua_type(state, 1) == LUA_TSTRING && level > 0 && level < 100) {
    luaL_where(state, level);
    lua_insert(state, 1);
    lua_concat(state, 2);
  }
  return lua_error(state);
}

int assert_(lua_State* state) {
  if (lua_toboolean(state, 1) != 0) return lua_gettop(state);
  if (lua_type(state, 2) == LUA_TSTRING)
    throw std::runtime_error(std::string(text_at(state, 2).substr(0, 500)));
  if (!lua_isnoneornil(state, 2)) return lua_settop(state, 2), lua_error(state);
  throw std::runtime_error("assertion failed");
}

// Catches a rule's own errors, never an exceeded budget.
int pcall(lua_State* state) {
  luaL_checkany(state, 1);
  const int status = lua_pcall(state, lua_gettop(state) - 1, LUA_MULTRET, 0);
  Meter& meter = runtime_of(state).meter;
  if (status == LUA_ERRMEM) meter.out_of_memory();
  if (meter.exceeded()) return lua_pushnil(state), lua_error(state);
  lua_pushboolean(state, status == LUA_OK);
  lua_insert(state, 1);
  return lua_gettop(state);
}

// Copies the metatable: what was refused here could otherwise be added to it afterwards.
int setmetatable(lua_State* state) {
  own_table_argument(state, "setmetatable", 1);
  if (lua_isnil(state, 2)) return lua_settop(state, 2), lua_setmetatable(state, 1), 1;
  if (!lua_istable(state, 2)) wrong_argument(state, "setmetatable", 2, "a table");
  lua_settop(state, 2);
  push_original(state, 2);  // a file's own class is frozen once the file has run
  lua_replace(state, 2);
  lua_newtable(state);
  for (lua_pushnil(state); lua_next(state, 2) != 0; lua_pop(state, 1)) {
    runtime_of(state).meter.spend(1);
    if (lua_type(state, -2) == LUA_TSTRING) {
      const std::string_view key = text_at(state, -2);
      if (key == "__gc" || key == "__close" || key == "__mode")
        throw std::runtime_error("setmetatable: " + std::string(key) + " is not available in rules");
    }
    lua_pushvalue(state, -2);
    lua_pushvalue(state, -2);
    lua_rawset(state, 3);
  }
  lua_setmetatable(state, 1);
  return lua_settop(state, 1), 1;
}

int getmetatable(lua_State* state) {
  if (lua_getmetatable(state, 1) == 0) return lua_pushnil(state), 1;
  return lua_pushboolean(state, 0), 1;
}

constexpr Binding kCore[] = {
    {"", "ipairs", "ipairs(list)", "Goes through a list from 1 to the first nil.", guarded<ipairs>},
    {"", "pairs", "pairs(table)", "Goes through a table in the order of its keys: numbers, then texts.",
     guarded<pairs>},
    {"", "type", "type(value) -> text", "nil, boolean, number, string, table or function.", guarded<type>},
    {"", "tostring", "tostring(value) -> text", "Text of a number, boolean or nil; a table raises.",
     guarded<tostring>},
    {"", "tonumber", "tonumber(value) -> number or nil", "Number that a text states.", guarded<tonumber>},
    {"", "select", "select(n, ...)", "The arguments from the n-th on; select(\"#\", ...) counts them.",
     guarded<select>},
    {"", "error", "error(message, level)", "Gives up; the case goes to a person with this message.",
     guarded<error>},
    {"", "assert", "assert(value, message)", "Raises the message where the value is nil or false.",
     guarded<assert_>},
    {"", "pcall", "pcall(f, ...) -> ok, results", "Calls f and catches its errors, not an exceeded budget.",
     guarded<pcall>},
    {"", "setmetatable", "setmetatable(table, metatable) -> table",
     "Gives a table operators; __gc, __close and __mode are refused.", guarded<setmetatable>},
    {"", "getmetatable", "getmetatable(value) -> false or nil",
     "Whether a value has a metatable; never the metatable.", guarded<getmetatable>},
};

}  // namespace

std::span<const Binding> core_bindings() { return kCore; }

}  // namespace nrmm::lua
