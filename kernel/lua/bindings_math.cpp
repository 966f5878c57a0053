#include <cmath>
#include <limits>

#include "lua/arguments.hpp"
#include "lua/binding.hpp"
#include "lua/guard.hpp"

namespace nrmm::lua {
namespace {

void push_whole(lua_State* state, lua_Number value) {
  lua_Integer whole = 0;
  if (lua_numbertointeger(value, &whole))
    lua_pushinteger(state, whole);
  else
    lua_pushnumber(state, value);
}

int round_with(lua_State* state, const char* function, lua_Number (*round)(lua_Number)) {
  number_argument(state, function, 1);
  if (lua_isinteger(state, 1) != 0) return lua_settop(state, 1), 1;
  return push_whole(state, round(lua_tonumber(state, 1))), 1;
}

int floor_(lua_State* state) { return round_with(state, "math.floor", std::floor); }
int ceil_(lua_State* state) { return round_with(state, "math.ceil", std::ceil); }

int abs_(lua_State* state) {
  number_argument(state, "math.abs", 1);
  if (lua_isinteger(state, 1) == 0) return lua_pushnumber(state, std::fabs(lua_tonumber(state, 1))), 1;
  const lua_Integer value = lua_tointeger(state, 1);  // the smallest wraps, as in Lua
  return lua_pushinteger(state,
                         value < 0 ? static_cast<lua_Integer>(0U - static_cast<lua_Unsigned>(value)) : value),
         1;
}

int extreme(lua_State* state, const char* function, bool largest) {
  number_argument(state, function, 1);
  int best = 1;
  for (int i = 2; i <= lua_gettop(state); ++i) {
    number_argument(state, function, i);
    const bool better =
        largest ? lua_compare(state, best, i, LUA_OPLT) != 0 : lua_compare(state, i, best, LUA_OPLT) != 0;
    if (better) best = i;
  }
  return lua_pushvalue(state, best), 1;
}

int max_(lua_State* state) { return extreme(state, "math.max", true); }
int min_(lua_State* state) { return extreme(state, "math.min", false); }

int tointeger(lua_State* state) {
  int whole = 0;
  const lua_Integer value = lua_tointegerx(state, 1, &whole);
  if (lua_type(state, 1) != LUA_TNUMBER || whole == 0) return lua_pushnil(state), 1;
  return lua_pushinteger(state, value), 1;
}

int type(lua_State* state) {
  if (lua_type(state, 1) != LUA_TNUMBER) return lua_pushnil(state), 1;
  return lua_pushstring(state, lua_isinteger(state, 1) != 0 ? "integer" : "float"), 1;
}

constexpr Binding kMath[] = {
    {"math", "floor", "math.floor(number) -> number", "Largest whole number not above it.", guarded<floor_>},
    {"math", "ceil", "math.ceil(number) -> number", "Smallest whole number not below it.", guarded<ceil_>},
    {"math", "abs", "math.abs(number) -> number", "The number without its sign.", guarded<abs_>},
    {"math", "max", "math.max(number, ...) -> number", "The largest of its arguments.", guarded<max_>},
    {"math", "min", "math.min(number, ...) -> number", "The smallest of its arguments.", guarded<min_>},
    {"math", "tointeger", "math.tointeger(value) -> number or nil",
     "The number as an integer, if it is whole.", guarded<tointeger>},
    {"math", "type", "math.type(value) -> text or nil", "\"integer\" or \"float\".", guarded<type>},
    {"math", "huge", "math.huge", "Larger than every number.", nullptr,
     std::numeric_limits<double>::infinity()},
};

}  // namespace

std::span<const Binding> math_bindings() { return kMath; }

}  // namespace nrmm::lua
