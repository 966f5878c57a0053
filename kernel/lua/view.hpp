#pragma once

#include <cstdint>
#include <string>

#include <lua.hpp>

#include "lua/input.hpp"

namespace nrmm::lua {

// A frozen table of the host's: reads the Json in place instead of copying policies and forms for every
// call. Userdata to Lua, a table to rules. Valid during the call it was made for; later use raises.
struct View {
  const Json* node;
  const Input* input;         // set where only known names may be read; null: an absent name is nil
  const char* label;          // "answers", for messages
  const std::string* member;  // set for a closed member of `input`: "policy"
  std::uint64_t generation;
};

void install_views(lua_State* state);  // once per state, before push_view
void push_view(lua_State* state, const Input& input, const char* label);
void push_json(lua_State* state, const Json& value);  // nil, scalar or an open view

// The view at `index`, or null if it is something else. Raises if the view is of an earlier call.
const View* view_at(lua_State* state, int index);

}  // namespace nrmm::lua
