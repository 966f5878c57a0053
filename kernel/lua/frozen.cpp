#include "lua/frozen.hpp"

#include <cmath>
#include <set>
#include <stdexcept>

#include "lua/arguments.hpp"
#include "lua/guard.hpp"

namespace nrmm::lua {
namespace {

// Addresses are registry or metatable keys that no Lua code can write.
const char kOriginal = 0;  // in a front's metatable: the table behind
const char kFronts = 0;    // registry: table → its front
const char kVisited = 0;   // registry: set of what the walk has seen

int refuse_write(lua_State*) { throw std::runtime_error("this table is read-only"); }

int length(lua_State* state) {
  push_original(state, 1);
  return lua_pushinteger(state, static_cast<lua_Integer>(lua_rawlen(state, -1))), 1;
}

void push_registry_table(lua_State* state, const void* key) {
  if (lua_rawgetp(state, LUA_REGISTRYINDEX, key) == LUA_TTABLE) return;
  lua_pop(state, 1);
  lua_newtable(state);
  lua_pushvalue(state, -1);
  lua_rawsetp(state, LUA_REGISTRYINDEX, key);
}

void copy_fields(lua_State* state, int from, int to) {
  for (lua_pushnil(state); lua_next(state, from) != 0; lua_pop(state, 1)) {
    lua_pushvalue(state, -2);
    lua_pushvalue(state, -2);
    lua_rawset(state, to);
  }
}

// Pushes the metatable of a front for the table at `original`; operators of the original keep working.
void push_front_metatable(lua_State* state, int original) {
  lua_newtable(state);
  const int meta = lua_gettop(state);
  lua_pushcfunction(state, guarded<length>);
  lua_setfield(state, meta, "__len");
  if (lua_getmetatable(state, original) != 0) {
    copy_fields(state, lua_gettop(state), meta);
    lua_pop(state, 1);
  }
  lua_pushvalue(state, original);
  lua_setfield(state, meta, "__index");
  lua_pushcfunction(state, guarded<refuse_write>);
  lua_setfield(state, meta, "__newindex");
  lua_pushvalue(state, original);
  lua_rawsetp(state, meta, &kOriginal);
}

// True if the value at `index` was not in the set yet.
bool first_visit(lua_State* state, int index) {
  index = lua_absindex(state, index);
  push_registry_table(state, &kVisited);
  lua_pushvalue(state, index);
  const bool first = lua_rawget(state, -2) == LUA_TNIL;
  lua_pop(state, 1);
  lua_pushvalue(state, index);
  lua_pushboolean(state, 1);
  lua_rawset(state, -3);
  lua_pop(state, 1);
  return first;
}

// A walk over all that a table reaches, without recursion: authors may nest as deep as memory allows.
class Walk {
 public:
  Walk(lua_State* state, int kept, std::vector<int>& upvalues)
      : state_(state), kept_(kept), upvalues_(upvalues) {
    luaL_checkstack(state, 20, nullptr);
    lua_newtable(state);
    queue_ = lua_gettop(state);
  }

  // Replaces the table on top by its front and everything behind it likewise.
  void run() {
    replace();
    for (lua_Integer next = 1; next <= queued_; ++next) {
      lua_rawgeti(state_, queue_, next);
      if (lua_istable(state_, -1))
        visit_table(lua_gettop(state_));
      else
        visit_function(lua_gettop(state_));
      lua_pop(state_, 1);
    }
  }

 private:
  void enqueue() {  // the value on top, which stays
    if (!first_visit(state_, -1)) return;
    lua_pushvalue(state_, -1);
    lua_rawseti(state_, queue_, ++queued_);
  }

  // The value on top: a table is queued and replaced by its front (true), a function is queued.
  bool replace() {
    if (lua_isfunction(state_, -1)) enqueue();
    if (!lua_istable(state_, -1) || is_frozen(state_, -1)) return false;
    enqueue();
    freeze(state_);
    return true;
  }

  void visit_table(int table) {
    for (lua_pushnil(state_); lua_next(state_, table) != 0; lua_pop(state_, 1)) {
      if (!replace()) continue;
      lua_pushvalue(state_, -2);
      lua_pushvalue(state_, -2);
      lua_rawset(state_, table);  // an existing key: allowed while lua_next runs
    }
    if (lua_getmetatable(state_, table) == 0) return;
    enqueue();
    lua_pop(state_, 1);
  }

  void visit_function(int function) {
    if (lua_iscfunction(state_, function) != 0) return;
    for (int n = 1; lua_getupvalue(state_, function, n) != nullptr; ++n) {
      if (replace()) {
        lua_pushvalue(state_, -1);
        lua_setupvalue(state_, function, n);
      }
      note(function, n);
    }
  }

  void note(int function, int n) {  // pops the local's value
    if (!seen_.insert(lua_upvalueid(state_, function, n)).second) return lua_pop(state_, 1);
    lua_rawseti(state_, kept_, static_cast<lua_Integer>(2 * upvalues_.size() + 2));
    lua_pushvalue(state_, function);
    lua_rawseti(state_, kept_, static_cast<lua_Integer>(2 * upvalues_.size() + 1));
    upvalues_.push_back(n);
  }

  lua_State* state_;
  int kept_;
  int queue_ = 0;
  lua_Integer queued_ = 0;
  std::vector<int>& upvalues_;
  std::set<void*> seen_;
};

bool same(lua_State* state, int left, int right) {
  if (lua_rawequal(state, left, right) != 0) return true;
  return lua_type(state, left) == LUA_TNUMBER && lua_type(state, right) == LUA_TNUMBER &&
         std::isnan(lua_tonumber(state, left)) && std::isnan(lua_tonumber(state, right));
}

}  // namespace

void freeze(lua_State* state) {
  if (is_frozen(state, -1)) return;
  const int original = lua_gettop(state);
  push_registry_table(state, &kFronts);
  lua_pushvalue(state, original);
  if (lua_rawget(state, -2) == LUA_TNIL) {
    lua_pop(state, 1);
    lua_newtable(state);
    push_front_metatable(state, original);
    lua_setmetatable(state, -2);
    lua_pushvalue(state, original);
    lua_pushvalue(state, -2);
    lua_rawset(state, original + 1);
  }
  lua_replace(state, original);
  lua_settop(state, original);
}

bool is_frozen(lua_State* state, int index) {
  if (!lua_istable(state, index) || lua_getmetatable(state, index) == 0) return false;
  const bool frozen = lua_rawgetp(state, -1, &kOriginal) == LUA_TTABLE;
  lua_pop(state, 2);
  return frozen;
}

void push_original(lua_State* state, int index) {
  index = lua_absindex(state, index);
  if (lua_istable(state, index) && lua_getmetatable(state, index) != 0) {
    if (lua_rawgetp(state, -1, &kOriginal) == LUA_TTABLE) return lua_remove(state, -2);
    lua_pop(state, 2);
  }
  lua_pushvalue(state, index);
}

void KeptLocals::freeze_reachable(lua_State* state) {
  const int table = lua_gettop(state);
  lua_newtable(state);
  Walk walk(state, table + 1, upvalues_);
  lua_pushvalue(state, table);
  walk.run();
  lua_replace(state, table);
  lua_settop(state, table + 1);
  table_ = luaL_ref(state, LUA_REGISTRYINDEX);
}

std::string KeptLocals::restore(lua_State* state) const {
  std::string changed;
  const int top = lua_gettop(state);
  lua_rawgeti(state, LUA_REGISTRYINDEX, table_);
  for (std::size_t i = 0; i < upvalues_.size(); ++i) {
    lua_settop(state, top + 1);
    lua_rawgeti(state, top + 1, static_cast<lua_Integer>(2 * i + 1));
    lua_rawgeti(state, top + 1, static_cast<lua_Integer>(2 * i + 2));
    const char* name = lua_getupvalue(state, top + 2, upvalues_[i]);
    if (same(state, top + 3, top + 4)) continue;
    if (changed.empty()) changed = name;
    lua_settop(state, top + 3);
    lua_setupvalue(state, top + 2, upvalues_[i]);
  }
  lua_settop(state, top);
  return changed;
}

void end_freezing(lua_State* state) {
  for (const void* key : {static_cast<const void*>(&kFronts), static_cast<const void*>(&kVisited)}) {
    lua_pushnil(state);
    lua_rawsetp(state, LUA_REGISTRYINDEX, key);
  }
}

}  // namespace nrmm::lua
