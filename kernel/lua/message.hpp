#pragma once

#include <string>
#include <string_view>

#include <lua.hpp>

namespace nrmm::lua {

// What a rule raised, as a text fit for logs, JSON and people: valid UTF-8, one line, at most 1 KiB.
std::string short_message(std::string_view raw);
std::string message_at(lua_State* state, int index);

// Message handler for lua_pcall: an error that is not a text becomes one with the line it was raised at.
int describe_error(lua_State* state);

}  // namespace nrmm::lua
