#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <lua.hpp>

namespace nrmm::lua {

// Reading a binding's arguments. All throw std::runtime_error, which guarded<> turns into an error at the
// author's line: "text.match: argument 1 is nil, not a text".

// "nil", "text", "number", "table" …; frozen tables are tables.
std::string_view kind_of(lua_State* state, int index);
[[noreturn]] void wrong_argument(lua_State* state, const char* function, int index, const char* wanted);

// No conversion from numbers. Valid while the value is on the stack.
std::string_view text_argument(lua_State* state, const char* function, int index);
lua_Integer integer_argument(lua_State* state, const char* function, int index);
void number_argument(lua_State* state, const char* function, int index);
// A table that may be changed.
void own_table_argument(lua_State* state, const char* function, int index);

inline void push_text(lua_State* state, std::string_view text) {
  lua_pushlstring(state, text.data(), text.size());
}
inline std::string_view text_at(lua_State* state, int index) {
  std::size_t size = 0;
  const char* data = lua_tolstring(state, index, &size);
  return data == nullptr ? std::string_view() : std::string_view(data, size);
}

}  // namespace nrmm::lua
