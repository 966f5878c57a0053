#include "lua/meter.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "lua/runtime.hpp"

namespace nrmm::lua {
namespace {

constexpr int kInstructionsBetweenChecks = 1000;
constexpr std::size_t kWorkBetweenChecks = 64U << 10;

std::chrono::nanoseconds processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

}  // namespace

void Meter::watch(lua_State* state) {
  state_ = state;
  lua_sethook(state, hook, LUA_MASKCOUNT, kInstructionsBetweenChecks);
}

void Meter::start() {
  started_ = std::chrono::steady_clock::now();
  processor_ = processor_time();
  work_ = 0;
  place_[0] = '\0';
}

void Meter::spend(std::size_t work) {
  work_ += work;
  if (work_ < kWorkBetweenChecks) return;
  work_ = 0;
  look_at_clock();
}

// The elapsed time is cheap to read; the thread's is a system call, asked only once it could matter.
bool Meter::expired() const noexcept {
  const auto elapsed = std::chrono::steady_clock::now() - started_;
  if (elapsed < budget_.time) return false;
  return elapsed >= Budget::kElapsedFactor * budget_.time || processor_time() - processor_ >= budget_.time;
}

// Only arms the hook: it is called from within the allocator, where nothing may be raised.
void Meter::look_at_clock() noexcept {
  if (state_ != nullptr && expired()) lua_sethook(state_, hook, LUA_MASKCOUNT, 1);
}

void Meter::out_of_memory() {
  exceeded_ = true;
  if (reason_.empty())
    reason_ = place_ + ("used more than " + std::to_string(budget_.memory >> 10)) + " KiB of memory";
  if (state_ != nullptr) lua_sethook(state_, hook, LUA_MASKCOUNT, 1);
}

void Meter::hook(lua_State* state, lua_Debug*) {
  Meter& meter = runtime_of(state).meter;
  if (meter.exceeded_ || meter.expired()) meter.raise(state);
}

void Meter::raise(lua_State* state) {
  lua_sethook(state, hook, LUA_MASKCOUNT, 1);
  exceeded_ = true;
  if (reason_.empty()) {
    luaL_where(state, 0);
    reason_ = lua_tostring(state, -1) + ("took longer than " + std::to_string(budget_.time.count())) + " ms";
  }
  lua_pushlstring(state, reason_.data(), reason_.size());
  lua_error(state);
  std::abort();  // not reached: lua_error does not return
}

// A refusal may still end well, since Lua collects garbage and asks again; so the place is only noted here.
// Near the cap every allocation may cost a full collection, hence the look at the clock.
bool Meter::refuses(std::size_t growth) noexcept {
  if (used_ + growth <= budget_.memory) return false;
  remember_place();
  look_at_clock();
  return true;
}

void Meter::remember_place() noexcept {
  lua_Debug frame{};
  if (state_ == nullptr) return;
  for (int level = 0; level < 4 && lua_getstack(state_, level, &frame) == 1; ++level) {
    lua_getinfo(state_, "Sl", &frame);
    if (frame.currentline <= 0) continue;
    std::snprintf(place_, sizeof place_, "%s:%d: ", frame.short_src, frame.currentline);
    return;
  }
}

void* Meter::allocate(void* meter, void* block, std::size_t old_size, std::size_t new_size) noexcept {
  Meter& self = *static_cast<Meter*>(meter);
  if (block == nullptr) old_size = 0;  // Lua passes the kind of object here
  if (new_size == 0) {
    std::free(block);
    self.used_ -= old_size;
    return nullptr;
  }
  if (new_size > old_size) {
    if (self.refuses(new_size - old_size)) return nullptr;
    self.spend(new_size - old_size);
  }
  void* result = std::realloc(block, new_size);
  if (result != nullptr) self.used_ = self.used_ - old_size + new_size;
  return result;
}

}  // namespace nrmm::lua
