#include <algorithm>

#include "base/text.hpp"
#include "lua/arguments.hpp"
#include "lua/binding.hpp"
#include "lua/guard.hpp"
#include "lua/runtime.hpp"

namespace nrmm::lua {
namespace {

int len(lua_State* state) {
  return lua_pushinteger(state, static_cast<lua_Integer>(text_argument(state, "string.len", 1).size())), 1;
}

int sub(lua_State* state) {
  const std::string_view text = text_argument(state, "string.sub", 1);
  const auto size = static_cast<lua_Integer>(text.size());
  lua_Integer from = integer_argument(state, "string.sub", 2);
  lua_Integer to = lua_isnoneornil(state, 3) ? -1 : integer_argument(state, "string.sub", 3);
  if (from < 0) from = std::max<lua_Integer>(from + size + 1, 1);
  if (to < 0) to = to < -size ? 0 : to + size + 1;
  from = std::max<lua_Integer>(from, 1);
  to = std::min(to, size);
  if (from > to) return lua_pushliteral(state, ""), 1;
  push_text(state, text.substr(static_cast<std::size_t>(from - 1), static_cast<std::size_t>(to - from + 1)));
  return 1;
}

// ASCII only: the C library's depends on the process' locale.
template <char First, char Last, int Shift>
int change_case(lua_State* state, const char* function) {
  const std::string_view text = text_argument(state, function, 1);
  luaL_Buffer buffer;
  char* out = luaL_buffinitsize(state, &buffer, text.size());
  std::transform(text.begin(), text.end(), out,
                 [](char c) { return c >= First && c <= Last ? static_cast<char>(c + Shift) : c; });
  return luaL_pushresultsize(&buffer, text.size()), 1;
}

int upper(lua_State* state) { return change_case<'a', 'z', 'A' - 'a'>(state, "string.upper"); }
int lower(lua_State* state) { return change_case<'A', 'Z', 'a' - 'A'>(state, "string.lower"); }

int utf8_len(lua_State* state) {
  const std::string_view text = text_argument(state, "utf8.len", 1);
  runtime_of(state).meter.spend(text.size());
  if (!valid_utf8(text)) return lua_pushnil(state), 1;
  return lua_pushinteger(state, static_cast<lua_Integer>(code_points(text))), 1;
}

int match(lua_State* state) {
  const std::string_view subject = text_argument(state, "text.match", 1);
  const std::string_view pattern = text_argument(state, "text.match", 2);
  Runtime& runtime = runtime_of(state);
  runtime.meter.spend(runtime.patterns.work(subject, pattern));
  const auto found = runtime.patterns.match(subject, pattern);
  if (!found) return lua_pushnil(state), 1;
  return push_text(state, *found), 1;
}

constexpr Binding kString[] = {
    {"string", "len", "string.len(text) -> number", "Length in bytes; utf8.len counts characters.",
     guarded<len>},
    {"string", "sub", "string.sub(text, from, to) -> text",
     "Bytes from..to; negative positions count from the end.", guarded<sub>},
    {"string", "upper", "string.upper(text) -> text", "a-z to A-Z; other characters stay.", guarded<upper>},
    {"string", "lower", "string.lower(text) -> text", "A-Z to a-z; other characters stay.", guarded<lower>},
    {"utf8", "len", "utf8.len(text) -> number or nil", "Number of characters; nil if not UTF-8.",
     guarded<utf8_len>},
};

constexpr Binding kText[] = {
    {"text", "match", "text.match(text, pattern) -> text or nil",
     "First group, or the whole match, of an RE2 pattern; nil where it does not match.", guarded<match>},
};

}  // namespace

std::span<const Binding> string_bindings() { return kString; }
std::span<const Binding> text_bindings() { return kText; }

}  // namespace nrmm::lua
