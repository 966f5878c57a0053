#include "lua/sandbox.hpp"

#include <stdexcept>
#include <vector>

#include "base/diagnostic.hpp"
#include "lua/arguments.hpp"
#include "lua/binding.hpp"
#include "lua/frozen.hpp"
#include "lua/guard.hpp"

namespace nrmm::lua {
namespace {

// __index of a library: reached only by names that are not there. Upvalue: the library's name.
int refuse_name(lua_State* state) {
  const std::string_view name =
      lua_type(state, 2) == LUA_TSTRING ? text_at(state, 2).substr(0, 80) : kind_of(state, 2);
  throw std::runtime_error(not_available(text_at(state, lua_upvalueindex(1)), name));
}

void refuse_unknown_names(lua_State* state, std::string_view library) {  // of the table on top
  lua_newtable(state);
  push_text(state, library);
  lua_pushcclosure(state, guarded<refuse_name>, 1);
  lua_setfield(state, -2, "__index");
  lua_setmetatable(state, -2);
}

void push_binding(lua_State* state, const Binding& binding) {
  if (binding.is_function())
    lua_pushcfunction(state, binding.function);
  else
    lua_pushnumber(state, binding.constant);
}

void push_library(lua_State* state, std::string_view library) {
  lua_newtable(state);
  for (const Binding& binding : bindings()) {
    if (binding.library != library) continue;
    push_text(state, binding.name);
    push_binding(state, binding);
    lua_rawset(state, -3);
  }
}

void give_methods_to_texts(lua_State* state) {  // from the string library on top
  lua_pushliteral(state, "");
  lua_newtable(state);
  lua_pushvalue(state, -3);
  lua_setfield(state, -2, "__index");
  lua_setmetatable(state, -2);
  lua_pop(state, 1);
}

}  // namespace

std::string not_available(std::string_view library, std::string_view name) {
  const std::string full =
      library.empty() ? std::string(name) : std::string(library) + "." + std::string(name);
  std::string text = full + " is not available in rules";
  if (const auto why = why_unavailable(full); !why.empty()) return text + "; " + std::string(why);
  std::vector<std::string> known;
  for (const Binding& binding : bindings()) {
    if (binding.library == library) known.emplace_back(binding.name);
    if (library.empty() && !binding.library.empty()) known.emplace_back(binding.library);
  }
  const std::string near = nearest(name, known);
  return near.empty() ? text : text + "; did you mean " + near + "?";
}

void build_globals(lua_State* state) {
  push_library(state, "");
  const int globals = lua_gettop(state);
  for (const Binding& binding : bindings()) {
    push_text(state, binding.library);
    const bool done = binding.library.empty() || lua_rawget(state, globals) != LUA_TNIL;
    lua_settop(state, globals);
    if (done) continue;
    push_text(state, binding.library);
    push_library(state, binding.library);
    refuse_unknown_names(state, binding.library);
    freeze(state);
    if (binding.library == "string") give_methods_to_texts(state);
    lua_rawset(state, globals);
  }
  refuse_unknown_names(state, "");
  freeze(state);
}

}  // namespace nrmm::lua
