#include "lua/sorted_keys.hpp"

#include <algorithm>
#include <vector>

#include "lua/arguments.hpp"
#include "lua/frozen.hpp"
#include "lua/runtime.hpp"
#include "lua/view.hpp"

namespace nrmm::lua {
namespace {

constexpr std::size_t kMostKeys = 65'536;

struct Key {
  enum class Kind { integer, real, text, boolean };
  Kind kind;
  lua_Integer integer = 0;  // also the boolean
  lua_Number real = 0;
  std::string_view text;  // owned by the table

  int rank() const { return kind == Kind::text ? 1 : kind == Kind::boolean ? 2 : 0; }
  lua_Number number() const { return kind == Kind::real ? real : static_cast<lua_Number>(integer); }
};

bool before(const Key& left, const Key& right) {
  if (left.rank() != right.rank()) return left.rank() < right.rank();
  if (left.kind == Key::Kind::text) return left.text < right.text;
  if (left.kind == right.kind && left.kind != Key::Kind::real) return left.integer < right.integer;
  return left.number() < right.number();
}

Key key_at(lua_State* state, const char* function, int index) {
  switch (lua_type(state, index)) {
    case LUA_TSTRING:
      return {Key::Kind::text, 0, 0, text_at(state, index)};
    case LUA_TBOOLEAN:
      return {Key::Kind::boolean, lua_toboolean(state, index), 0, {}};
    case LUA_TNUMBER:
      if (lua_isinteger(state, index) != 0) return {Key::Kind::integer, lua_tointeger(state, index), 0, {}};
      return {Key::Kind::real, 0, lua_tonumber(state, index), {}};
    default:
      throw std::runtime_error(std::string(function) + ": a key is " + std::string(kind_of(state, index)) +
                               ", which has no order");
  }
}

void push_key(lua_State* state, const Key& key) {
  switch (key.kind) {
    case Key::Kind::integer:
      return lua_pushinteger(state, key.integer);
    case Key::Kind::real:
      return lua_pushnumber(state, key.real);
    case Key::Kind::text:
      return push_text(state, key.text);
    case Key::Kind::boolean:
      return lua_pushboolean(state, static_cast<int>(key.integer));
  }
}

std::vector<Key> keys_of_view(const Json& node) {
  std::vector<Key> keys;
  if (node.is_array())
    for (std::size_t i = 1; i <= node.size(); ++i)
      keys.push_back({Key::Kind::integer, static_cast<lua_Integer>(i), 0, {}});
  if (node.is_object())
    for (auto item = node.begin(); item != node.end(); ++item)
      keys.push_back({Key::Kind::text, 0, 0, item.key()});
  return keys;
}

std::vector<Key> keys_of_table(lua_State* state, const char* function, int table) {
  std::vector<Key> keys;
  for (lua_pushnil(state); lua_next(state, table) != 0; lua_pop(state, 1)) {
    if (keys.size() == kMostKeys)
      throw std::runtime_error(std::string(function) + ": more than 65536 entries");
    keys.push_back(key_at(state, function, -2));
  }
  std::sort(keys.begin(), keys.end(), before);
  return keys;
}

}  // namespace

void push_sorted_keys(lua_State* state, const char* function, int argument) {
  const View* view = view_at(state, argument);
  if (view == nullptr && !lua_istable(state, argument)) wrong_argument(state, function, argument, "a table");
  push_original(state, argument);
  const int table = lua_gettop(state);
  const auto keys = view != nullptr ? keys_of_view(*view->node) : keys_of_table(state, function, table);
  runtime_of(state).meter.spend(64 * keys.size());  // a sort costs more than a copy
  lua_createtable(state, static_cast<int>(keys.size()), 0);
  lua_Integer at = 0;
  for (const Key& key : keys) {
    push_key(state, key);
    lua_rawseti(state, table + 1, ++at);
  }
  lua_remove(state, table);
}

}  // namespace nrmm::lua
