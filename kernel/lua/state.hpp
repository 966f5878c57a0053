#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/source.hpp"
#include "lua/frozen.hpp"
#include "lua/input.hpp"
#include "lua/result.hpp"
#include "lua/rule_source.hpp"
#include "lua/runtime.hpp"

namespace nrmm::lua {

// A rule file as bytecode of our own making; bytecode from anywhere else is never loaded.
struct Chunk {
  std::string module;
  std::string name;  // path inside the repository
  std::string bytecode;
  std::optional<Json> settings = {};  // of a plugin
};

struct Rule {
  std::string name;  // module.function
  int arity = 0;     // named parameters
  Source source;     // where the function begins
};

// One sandboxed Lua state. Belongs to one thread at a time. Order of use: add every chunk, parents first;
// finish; then call. Plugins come before all.
class State {
 public:
  explicit State(Budget budget);  // throws std::bad_alloc if not even the sandbox fits

  // Each gives a Result without values; failure means that the file cannot be used.
  Result compile(const RuleSource& source, Chunk& out);
  Result add(const Chunk& chunk);
  Result finish();

  const std::vector<Rule>& rules() const { return rules_; }  // by name; after finish
  Result call(std::size_t rule, const Input& answers, const Input& ctx);
  Result call(std::size_t rule, const std::vector<Json>& arguments);
  bool usable() const { return usable_ && !runtime_.meter.exceeded(); }

 private:
  struct Close {
    void operator()(lua_State* state) const { lua_close(state); }
  };
  struct Module {
    int front = LUA_NOREF;        // the frozen table of its functions, as the next child sees it
    std::deque<KeptLocals> kept;  // one for each file
    bool library = false;         // a plugin's: any rule may have called it
  };

  template <typename Body>
  Result protect(Body body);
  Result call(std::size_t rule, const std::function<int(lua_State*)>& push_arguments);
  void offer_library(lua_State* state, const std::string& name, Module& module);
  void load_file(lua_State* state, const Chunk& chunk, Module& module);
  void list_functions(lua_State* state, const std::string& name, const Module& module);
  std::string restore_locals(const std::string& rule);

  Runtime runtime_;
  std::unique_ptr<lua_State, Close> state_;
  int globals_ = LUA_NOREF;
  int functions_ = LUA_NOREF;  // list of the rules' functions, in the order of rules_
  std::map<std::string, Module, std::less<>> modules_;
  std::vector<Rule> rules_;
  bool usable_ = true;
};

}  // namespace nrmm::lua
