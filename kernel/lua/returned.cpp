#include "lua/returned.hpp"

#include <cmath>
#include <stdexcept>

#include "base/text.hpp"
#include "lua/arguments.hpp"
#include "lua/frozen.hpp"
#include "lua/view.hpp"

namespace nrmm::lua {
namespace {

constexpr int kMostValues = 8;
constexpr int kMostLevels = 16;
constexpr std::size_t kMostNodes = 10'000;
constexpr std::size_t kMostText = 256U << 10;

[[noreturn]] void refuse(const std::string& what) { throw std::runtime_error("the returned value " + what); }

class Reader {
 public:
  explicit Reader(lua_State* state) : state_(state) {}

  Json read(int index, int level) {
    count_node();
    switch (lua_type(state_, index)) {
      case LUA_TNIL:
        return nullptr;
      case LUA_TBOOLEAN:
        return lua_toboolean(state_, index) != 0;
      case LUA_TNUMBER:
        return number(index);
      case LUA_TSTRING:
        return text(index);
      case LUA_TTABLE:
        return table(index, level);
      default:
        return view(index, level);
    }
  }

 private:
  void count_node() {
    if (++nodes_ > kMostNodes) refuse("has more than 10000 parts");
  }

  Json number(int index) const {
    if (lua_isinteger(state_, index) != 0) return lua_tointeger(state_, index);
    const lua_Number value = lua_tonumber(state_, index);
    if (!std::isfinite(value)) refuse("is or holds a number that is not finite");
    return value;
  }

  std::string text(int index) {
    const std::string_view value = text_at(state_, index);
    count_text(value);
    if (!valid_utf8(value)) refuse("is or holds a text that is not UTF-8 (string.sub counts bytes)");
    if (value.find('\0') != std::string_view::npos) refuse("is or holds a text with a NUL byte");
    return std::string(value);
  }

  void count_text(std::string_view value) {
    text_ += value.size();
    if (text_ > kMostText) refuse("has more than 256 KiB of text");
  }

  Json view(int index, int level) {
    const View* found = view_at(state_, index);
    if (found == nullptr) refuse("is or holds " + std::string(kind_of(state_, index)));
    count(*found->node, level);
    return *found->node;
  }

  void count(const Json& node, int level) {
    if (level >= kMostLevels) refuse("is nested deeper than 16 levels");
    count_node();
    if (node.is_string()) count_text(node.get_ref<const std::string&>());
    if (node.is_structured())
      for (const auto& child : node) count(child, level + 1);
  }

  Json table(int index, int level) {
    if (level >= kMostLevels) refuse("is nested deeper than 16 levels");
    luaL_checkstack(state_, 8, nullptr);
    push_original(state_, index);
    const int plain = lua_gettop(state_);
    Json result = lua_rawlen(state_, plain) > 0 ? list(plain, level) : object(plain, level);
    lua_settop(state_, plain - 1);
    return result;
  }

  Json list(int plain, int level) {
    Json result = Json::array();
    const auto size = static_cast<lua_Integer>(lua_rawlen(state_, plain));
    for (lua_Integer i = 1; i <= size; ++i) {
      lua_rawgeti(state_, plain, i);
      result.push_back(read(lua_gettop(state_), level + 1));
      lua_settop(state_, plain);
    }
    lua_Integer entries = 0;
    for (lua_pushnil(state_); lua_next(state_, plain) != 0; lua_pop(state_, 1)) ++entries;
    if (entries != size) refuse("is or holds a table that mixes a list with other keys, or a list with gaps");
    return result;
  }

  Json object(int plain, int level) {
    Json result = Json::object();
    for (lua_pushnil(state_); lua_next(state_, plain) != 0; lua_settop(state_, plain + 1)) {
      if (lua_type(state_, plain + 1) != LUA_TSTRING) refuse("is or holds a table whose keys are not texts");
      std::string key = text(plain + 1);
      result[std::move(key)] = read(plain + 2, level + 1);
    }
    return result;
  }

  lua_State* state_;
  std::size_t nodes_ = 0;
  std::size_t text_ = 0;
};

}  // namespace

std::vector<Json> returned_values(lua_State* state, int first) {
  const int last = lua_gettop(state);
  if (last - first + 1 > kMostValues) throw std::runtime_error("more than 8 values are returned");
  std::vector<Json> values;
  Reader reader(state);
  for (int i = first; i <= last; ++i) values.push_back(reader.read(i, 0));
  return values;
}

}  // namespace nrmm::lua
