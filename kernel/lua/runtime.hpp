#pragma once

#include <cstdint>

#include <lua.hpp>

#include "lua/meter.hpp"
#include "lua/patterns.hpp"

namespace nrmm::lua {

// What the bindings of one state share on the C++ side. Nothing in it is visible to another state.
struct Runtime {
  explicit Runtime(Budget budget) : meter(budget) {}

  Meter meter;
  Patterns patterns;
  std::uint64_t generation = 0;  // of the call that runs; views of an earlier call are dead
};

inline Runtime& runtime_of(lua_State* state) { return **static_cast<Runtime**>(lua_getextraspace(state)); }

}  // namespace nrmm::lua
