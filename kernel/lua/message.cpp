#include "lua/message.hpp"

#include "base/text.hpp"
#include "lua/arguments.hpp"
#include "lua/guard.hpp"

namespace nrmm::lua {
namespace {

constexpr std::size_t kLongest = 1024;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kCut = "…";

// Bytes of the character that `text` begins with; 0 if it is not one.
std::size_t character(std::string_view text) {
  for (std::size_t size = 1; size <= 4 && size <= text.size(); ++size)
    if (valid_utf8(text.substr(0, size))) return size;
  return 0;
}

// Level 0 is the handler, 1 what raised (perhaps `error`); the author's line is the first that has one.
void push_place(lua_State* state) {
  for (int level = 1; level < 5; ++level) {
    luaL_where(state, level);
    if (lua_rawlen(state, -1) > 0) return;
    lua_pop(state, 1);
  }
  lua_pushliteral(state, "");
}

}  // namespace

std::string short_message(std::string_view raw) {
  std::string out;
  while (!raw.empty()) {
    const std::size_t size = character(raw);
    const std::string_view piece = size == 0 ? kReplacement : raw.substr(0, size);
    if (out.size() + piece.size() + kCut.size() > kLongest) return out.append(kCut);
    const unsigned char first = static_cast<unsigned char>(piece.front());
    if (first < 0x20 || first == 0x7F)
      out += ' ';
    else
      out += piece;
    raw.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

std::string message_at(lua_State* state, int index) {
  if (lua_type(state, index) == LUA_TSTRING) return short_message(text_at(state, index));
  return "a rule failed without a message";
}

int describe_error(lua_State* state) {
  if (lua_type(state, 1) == LUA_TSTRING) return 1;
  const std::string_view kind = lua_istable(state, 1)               ? "a table"
                                : lua_type(state, 1) == LUA_TNUMBER ? "a number"
                                : lua_isnil(state, 1)               ? "nil"
                                                                    : "no text";
  push_place(state);
  lua_pushliteral(state, "the rule raised ");
  push_text(state, kind);
  lua_pushliteral(state, " instead of a message");
  lua_concat(state, 4);
  return 1;
}

}  // namespace nrmm::lua
