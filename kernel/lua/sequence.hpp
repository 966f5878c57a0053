#pragma once

#include <lua.hpp>

namespace nrmm::lua {

// A list as a binding's argument, whether plain, frozen or the host's. Reads without metamethods.
// Throws std::runtime_error for what is not a list. Lives no longer than the binding's call.
class Sequence {
 public:
  Sequence(lua_State* state, const char* function, int argument);

  lua_Integer size() const;
  void push(lua_Integer at) const;  // counts from 1; nil outside

 private:
  lua_State* state_;
  int table_ = 0;            // stack index of the plain table, or
  const struct View* view_;  // the host's
};

}  // namespace nrmm::lua
