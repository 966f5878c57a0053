#include "lua/arguments.hpp"

#include "lua/frozen.hpp"
#include "lua/view.hpp"

namespace nrmm::lua {

std::string_view kind_of(lua_State* state, int index) {
  switch (lua_type(state, index)) {
    case LUA_TNONE:
      return "missing";
    case LUA_TSTRING:
      return "a text";
    case LUA_TNUMBER:
      return "a number";
    case LUA_TBOOLEAN:
      return "a boolean";
    case LUA_TFUNCTION:
      return "a function";
    case LUA_TTABLE:
      return "a table";
    case LUA_TUSERDATA:
      return view_at(state, index) != nullptr ? "a table" : "userdata";
    default:
      return lua_typename(state, lua_type(state, index));
  }
}

void wrong_argument(lua_State* state, const char* function, int index, const char* wanted) {
  throw std::runtime_error(std::string(function) + ": argument " + std::to_string(index) + " is " +
                           std::string(kind_of(state, index)) + ", not " + wanted);
}

std::string_view text_argument(lua_State* state, const char* function, int index) {
  if (lua_type(state, index) != LUA_TSTRING) wrong_argument(state, function, index, "a text");
  return text_at(state, index);
}

lua_Integer integer_argument(lua_State* state, const char* function, int index) {
  int whole = 0;
  const lua_Integer value = lua_tointegerx(state, index, &whole);
  if (lua_type(state, index) != LUA_TNUMBER || whole == 0)
    wrong_argument(state, function, index, "a whole number");
  return value;
}

void number_argument(lua_State* state, const char* function, int index) {
  if (lua_type(state, index) != LUA_TNUMBER) wrong_argument(state, function, index, "a number");
}

void own_table_argument(lua_State* state, const char* function, int index) {
  if (view_at(state, index) != nullptr || is_frozen(state, index))
    throw std::runtime_error(std::string(function) + ": this table is read-only");
  if (!lua_istable(state, index)) wrong_argument(state, function, index, "a table");
}

}  // namespace nrmm::lua
