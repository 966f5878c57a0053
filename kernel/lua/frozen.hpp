#pragma once

#include <string>
#include <vector>

#include <lua.hpp>

namespace nrmm::lua {

// Frozen Lua tables: an empty table in front, whose metatable reads the original and refuses writes.
// Libraries and the globals are frozen, and so is all that a rule file's own locals hold once the file has
// run: a rule that kept anything between calls would not replay.

// Replaces the table on top of the stack by its frozen front. Nested tables stay as they are.
void freeze(lua_State* state);

bool is_frozen(lua_State* state, int index);
// Pushes the table behind a frozen front, or the value itself.
void push_original(lua_State* state, int index);

// A local that functions of a rule file share, as it was when the file had run. Function and value are kept
// in a Lua table at 2n+1 and 2n+2.
class KeptLocals {
 public:
  // Freezes every table that the functions in the table on top of the stack can reach, notes every local
  // they can reach, and replaces the table by its frozen front.
  void freeze_reachable(lua_State* state);

  // Puts every changed local back; the name of the first that had changed, or "". Never raises.
  std::string restore(lua_State* state) const;

 private:
  int table_ = LUA_NOREF;      // functions and values
  std::vector<int> upvalues_;  // which upvalue of function n
};

// Forgets what only freezing needed; after the last rule file.
void end_freezing(lua_State* state);

}  // namespace nrmm::lua
