#include <stdexcept>

#include "lua/arguments.hpp"
#include "lua/binding.hpp"
#include "lua/guard.hpp"
#include "lua/runtime.hpp"
#include "lua/sequence.hpp"

namespace nrmm::lua {
namespace {

constexpr lua_Integer kMostResults = 200;

void spend_on_shift(lua_State* state, lua_Integer entries) {
  runtime_of(state).meter.spend(static_cast<std::size_t>(8 * entries));
}

int insert(lua_State* state) {
  own_table_argument(state, "table.insert", 1);
  const auto end = static_cast<lua_Integer>(lua_rawlen(state, 1)) + 1;
  lua_Integer at = end;
  if (lua_gettop(state) == 3)
    at = integer_argument(state, "table.insert", 2);
  else if (lua_gettop(state) != 2)
    throw std::runtime_error("table.insert: two or three arguments");
  if (at < 1 || at > end) throw std::runtime_error("table.insert: the position is out of range");
  spend_on_shift(state, end - at);
  for (lua_Integer i = end; i > at; --i) {
    lua_rawgeti(state, 1, i - 1);
    lua_rawseti(state, 1, i);
  }
  return lua_rawseti(state, 1, at), 0;
}

int remove(lua_State* state) {
  own_table_argument(state, "table.remove", 1);
  const auto size = static_cast<lua_Integer>(lua_rawlen(state, 1));
  const lua_Integer at = lua_isnoneornil(state, 2) ? size : integer_argument(state, "table.remove", 2);
  if (size == 0) return lua_pushnil(state), 1;
  if (at < 1 || at > size) throw std::runtime_error("table.remove: the position is out of range");
  spend_on_shift(state, size - at);
  lua_rawgeti(state, 1, at);
  for (lua_Integer i = at; i < size; ++i) {
    lua_rawgeti(state, 1, i + 1);
    lua_rawseti(state, 1, i);
  }
  lua_pushnil(state);
  return lua_rawseti(state, 1, size), 1;
}

int concat(lua_State* state) {
  lua_settop(state, 2);  // below what the list may push
  const Sequence list(state, "table.concat", 1);
  const std::string_view separator =
      lua_isnoneornil(state, 2) ? std::string_view() : text_argument(state, "table.concat", 2);
  luaL_Buffer buffer;  // in Lua's memory, so the cap counts it
  luaL_buffinit(state, &buffer);
  for (lua_Integer i = 1; i <= list.size(); ++i) {
    if (i > 1) luaL_addlstring(&buffer, separator.data(), separator.size());
    list.push(i);
    if (lua_isstring(state, -1) == 0)
      throw std::runtime_error("table.concat: entry " + std::to_string(i) + " is " +
                               std::string(kind_of(state, -1)) + ", not a text or number");
    luaL_addvalue(&buffer);
    runtime_of(state).meter.spend(16);
  }
  return luaL_pushresult(&buffer), 1;
}

int unpack(lua_State* state) {
  lua_settop(state, 3);  // below what the list may push
  const Sequence list(state, "table.unpack", 1);
  const lua_Integer from = lua_isnoneornil(state, 2) ? 1 : integer_argument(state, "table.unpack", 2);
  const lua_Integer to = lua_isnoneornil(state, 3) ? list.size() : integer_argument(state, "table.unpack", 3);
  if (from > to) return 0;
  if (from < 1 || to > kMostResults + from - 1)
    throw std::runtime_error("table.unpack: more than 200 entries");
  luaL_checkstack(state, static_cast<int>(kMostResults), nullptr);
  for (lua_Integer i = from; i <= to; ++i) list.push(i);
  return static_cast<int>(to - from + 1);
}

constexpr Binding kTable[] = {
    {"table", "insert", "table.insert(list, value)",
     "Adds at the end, or with three arguments at a position.", guarded<insert>},
    {"table", "remove", "table.remove(list, position) -> value",
     "Takes the last entry, or the one at a position.", guarded<remove>},
    {"table", "concat", "table.concat(list, separator) -> text", "Joins texts and numbers.", guarded<concat>},
    {"table", "unpack", "table.unpack(list, from, to) -> values", "The entries as values, at most 200.",
     guarded<unpack>},
};

}  // namespace

std::span<const Binding> table_bindings() { return kTable; }

}  // namespace nrmm::lua
