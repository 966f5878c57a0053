#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include <lua.hpp>

#include "lua/budget.hpp"

namespace nrmm::lua {

// Holds one state to its budget: a count hook for Lua code, `spend` for what a binding does in one go, a
// capped allocator for memory. Once exceeded it stays exceeded and the hook fires on every instruction, so
// that no loop around pcall outlives it; the state has to be thrown away.
class Meter {
 public:
  explicit Meter(Budget budget) : budget_(budget) {}
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

  void watch(lua_State* state);  // before the first rule code runs
  void start();                  // a call begins now

  // For bindings: `work` is about the number of bytes or entries handled. May arm the hook, never raises.
  void spend(std::size_t work);
  // A protected call ended with LUA_ERRMEM: nothing may catch that.
  void out_of_memory();

  bool exceeded() const { return exceeded_; }
  const std::string& reason() const { return reason_; }  // "file:line: text"
  std::size_t memory() const { return used_; }
  std::size_t memory_limit() const { return budget_.memory; }

  static void* allocate(void* meter, void* block, std::size_t old_size, std::size_t new_size) noexcept;

 private:
  static void hook(lua_State* state, lua_Debug*);
  bool refuses(std::size_t growth) noexcept;
  bool expired() const noexcept;
  void look_at_clock() noexcept;
  void remember_place() noexcept;
  [[noreturn]] void raise(lua_State* state);

  Budget budget_;
  lua_State* state_ = nullptr;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::time_point::max();
  std::chrono::nanoseconds processor_{};  // the thread's time when the call began
  std::size_t used_ = 0;
  std::size_t work_ = 0;
  bool exceeded_ = false;
  char place_[LUA_IDSIZE + 16] = "";
  std::string reason_;
};

}  // namespace nrmm::lua
