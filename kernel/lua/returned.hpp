#pragma once

#include <vector>

#include <lua.hpp>

#include "base/json.hpp"

namespace nrmm::lua {

// The values from stack index `first` to the top, as Json. A table with keys 1..n is an array, one with
// text keys an object, an empty one an object; integers stay integers. Throws std::runtime_error, naming
// the place in the value, for functions, NaN and infinities, texts that PostgreSQL cannot hold (not UTF-8,
// or with NUL), mixed tables, and more than 8 values, 16 levels, 10,000 nodes or 256 KiB of text: a cyclic
// table ends there.
std::vector<Json> returned_values(lua_State* state, int first);

}  // namespace nrmm::lua
