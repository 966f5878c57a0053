#include "lua/state.hpp"

#include <algorithm>
#include <new>

#include "base/text.hpp"
#include "lua/arguments.hpp"
#include "lua/guard.hpp"
#include "lua/message.hpp"
#include "lua/plain.hpp"
#include "lua/returned.hpp"
#include "lua/sandbox.hpp"
#include "lua/view.hpp"

namespace nrmm::lua {
namespace {

constexpr std::size_t kLongestSource = 1U << 20;  // bytes

template <typename Body>
int run_body(lua_State* state) {
  Body& body = *static_cast<Body*>(lua_touserdata(state, 1));
  lua_settop(state, 0);
  body(state);
  return 0;
}

int append_to_string(lua_State*, const void* data, std::size_t size, void* out) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(data), size);
  return 0;
}

std::string line_of(std::string_view text, std::size_t at) {
  return std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

// Windows editors put a byte order mark in front and GBK inside; both are said plainly. Replacing the
// globals has no use in a rule, and Lua 5.4.4 makes wrong code of `local _ENV <const>`.
std::string_view source_text(const RuleSource& source) {
  std::string_view text = source.text;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.size() > kLongestSource) throw std::runtime_error(source.chunk_name + ":1: longer than 1 MiB");
  if (!valid_utf8(text))
    throw std::runtime_error(source.chunk_name + ":1: not UTF-8; save the file as UTF-8");
  if (const auto at = text.find("_ENV"); at != std::string_view::npos)
    throw std::runtime_error(source.chunk_name + ":" + line_of(text, at) +
                             ": _ENV is not available in rules");
  return text;
}

// The table on top: functions under names, nothing else.
void check_functions(lua_State* state, const std::string& file) {
  const int table = lua_gettop(state);
  for (lua_pushnil(state); lua_next(state, table) != 0; lua_pop(state, 1)) {
    if (lua_type(state, -2) == LUA_TSTRING && lua_isfunction(state, -1)) continue;
    const std::string name = lua_type(state, -2) == LUA_TSTRING
                                 ? std::string(text_at(state, -2).substr(0, 80))
                                 : "an entry without a name";
    throw std::runtime_error(file + ":1: returns a table with " + name + ", which is " +
                             std::string(kind_of(state, -1)) + "; only functions can be rules");
  }
}

void inherit(lua_State* state, int parent, int child) {
  for (lua_pushnil(state); lua_next(state, parent) != 0; lua_pop(state, 1)) {
    lua_pushvalue(state, -2);
    const bool stated = lua_rawget(state, child) != LUA_TNIL;
    lua_pop(state, 1);
    if (stated) continue;
    lua_pushvalue(state, -2);
    lua_pushvalue(state, -2);
    lua_rawset(state, child);
  }
}

Rule describe(lua_State* state, std::string name) {  // of the function on top, which it pops
  lua_Debug info{};
  lua_getinfo(state, ">Su", &info);
  std::string file = info.source[0] == '@' ? info.source + 1 : "";
  return {std::move(name), info.nparams, {std::move(file), std::max(info.linedefined, 0), 0}};
}

}  // namespace

State::State(Budget budget) : runtime_(budget), state_(lua_newstate(Meter::allocate, &runtime_.meter)) {
  if (state_ == nullptr) throw std::bad_alloc();
  *static_cast<Runtime**>(lua_getextraspace(state_.get())) = &runtime_;
  const Result built = protect([this](lua_State* state) {
    install_views(state);
    build_globals(state);
    globals_ = luaL_ref(state, LUA_REGISTRYINDEX);
  });
  if (!built.ok()) throw std::bad_alloc();
  runtime_.meter.watch(state_.get());
}

// Everything that may raise runs in here: an error outside a protected call would end the process.
template <typename Body>
Result State::protect(Body body) {
  runtime_.meter.start();
  lua_State* state = state_.get();
  lua_settop(state, 0);
  lua_pushcfunction(state, describe_error);
  lua_pushcfunction(state, guarded<run_body<Body>>);
  lua_pushlightuserdata(state, &body);
  const int status = lua_pcall(state, 1, 0, 1);
  if (status == LUA_OK) return {};
  if (status == LUA_ERRMEM) runtime_.meter.out_of_memory();
  if (status != LUA_ERRRUN) usable_ = false;
  if (runtime_.meter.exceeded()) return {Failure::budget, {}, short_message(runtime_.meter.reason())};
  return {Failure::error, {}, message_at(state, -1)};
}

Result State::compile(const RuleSource& source, Chunk& out) {
  out = {source.module, source.chunk_name, ""};
  return protect([&](lua_State* state) {
    const std::string_view text = source_text(source);
    const std::string name = "@" + source.chunk_name;
    if (luaL_loadbufferx(state, text.data(), text.size(), name.c_str(), "t") != LUA_OK) lua_error(state);
    lua_dump(state, append_to_string, &out.bytecode, 0);  // with line numbers
  });
}

Result State::add(const Chunk& chunk) {
  Module& module = modules_[chunk.module];
  return protect([&](lua_State* state) { load_file(state, chunk, module); });
}

void State::load_file(lua_State* state, const Chunk& chunk, Module& module) {
  const auto& code = chunk.bytecode;
  if (luaL_loadbufferx(state, code.data(), code.size(), chunk.name.c_str(), "b") != LUA_OK) lua_error(state);
  lua_rawgeti(state, LUA_REGISTRYINDEX, globals_);
  lua_setupvalue(state, 1, 1);
  if (chunk.settings)
    push_plain(state, *chunk.settings);
  else
    lua_rawgeti(state, LUA_REGISTRYINDEX, module.front);  // nil for the first file of a module
  lua_call(state, 1, 1);
  if (!lua_istable(state, 1))
    throw std::runtime_error(chunk.name + ":1: does not return its functions; end the file with `return M`");
  push_original(state, 1);
  lua_replace(state, 1);
  check_functions(state, chunk.name);
  if (module.front != LUA_NOREF) {
    lua_rawgeti(state, LUA_REGISTRYINDEX, module.front);
    push_original(state, 2);
    inherit(state, 3, 1);
    lua_settop(state, 1);
  }
  module.kept.emplace_back().freeze_reachable(state);
  if (module.front == LUA_NOREF)
    module.front = luaL_ref(state, LUA_REGISTRYINDEX);
  else
    lua_rawseti(state, LUA_REGISTRYINDEX, module.front);
  if (chunk.settings) offer_library(state, chunk.module, module);
}

void State::offer_library(lua_State* state, const std::string& name, Module& module) {
  module.library = true;
  lua_rawgeti(state, LUA_REGISTRYINDEX, globals_);
  push_original(state, -1);
  push_text(state, name);
  lua_rawgeti(state, LUA_REGISTRYINDEX, module.front);
  lua_rawset(state, -3);
}

Result State::finish() {
  return protect([this](lua_State* state) {
    end_freezing(state);
    for (const auto& [name, module] : modules_)
      if (module.front != LUA_NOREF) list_functions(state, name, module);
    std::sort(rules_.begin(), rules_.end(), [](const Rule& a, const Rule& b) { return a.name < b.name; });
    lua_newtable(state);
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const std::string& name = rules_[i].name;
      const std::size_t dot = name.rfind('.');
      lua_rawgeti(state, LUA_REGISTRYINDEX, modules_.find(name.substr(0, dot))->second.front);
      lua_getfield(state, -1, name.c_str() + dot + 1);
      lua_rawseti(state, 1, static_cast<lua_Integer>(i + 1));
      lua_settop(state, 1);
    }
    functions_ = luaL_ref(state, LUA_REGISTRYINDEX);
  });
}

void State::list_functions(lua_State* state, const std::string& name, const Module& module) {
  lua_rawgeti(state, LUA_REGISTRYINDEX, module.front);
  push_original(state, -1);
  const int table = lua_gettop(state);
  for (lua_pushnil(state); lua_next(state, table) != 0;)
    rules_.push_back(describe(state, name + "." + std::string(text_at(state, -2))));
  lua_settop(state, 0);
}

std::string State::restore_locals(const std::string& rule) {
  std::string changed;
  const std::string own = rule.substr(0, rule.rfind('.'));
  for (const auto& [name, module] : modules_) {
    if (name != own && !module.library) continue;
    for (const KeptLocals& kept : module.kept)
      if (std::string local = kept.restore(state_.get()); changed.empty()) changed = std::move(local);
  }
  return changed;
}

Result State::call(std::size_t index, const Input& answers, const Input& ctx) {
  return call(index, [&](lua_State* state) {
    push_view(state, answers, "answers");
    push_view(state, ctx, "ctx");
    return 2;
  });
}

Result State::call(std::size_t index, const std::vector<Json>& arguments) {
  return call(index, [&](lua_State* state) {
    luaL_checkstack(state, static_cast<int>(arguments.size()) + 8, nullptr);
    for (const Json& argument : arguments) push_json(state, argument);
    return static_cast<int>(arguments.size());
  });
}

Result State::call(std::size_t index, const std::function<int(lua_State*)>& push_arguments) {
  const Rule& rule = rules_[index];
  ++runtime_.generation;
  std::vector<Json> values;
  Result result = protect([&](lua_State* state) {
    lua_rawgeti(state, LUA_REGISTRYINDEX, functions_);
    lua_rawgeti(state, 1, static_cast<lua_Integer>(index + 1));
    lua_call(state, push_arguments(state), LUA_MULTRET);
    try {
      values = returned_values(state, 2);
    } catch (const std::runtime_error& problem) {
      throw std::runtime_error(rule.source.str() + ": " + rule.name + ": " + problem.what());
    }
  });
  if (!usable()) return result;
  const std::string changed = restore_locals(rule.name);
  if (result.ok() && !changed.empty())
    return {Failure::error,
            {},
            rule.source.str() + ": " + rule.name + " changed \"" + changed +
                "\" of its file; a rule keeps nothing between calls"};
  if (result.ok()) result.values = std::move(values);
  lua_settop(state_.get(), 0);
  if (runtime_.meter.memory() > runtime_.meter.memory_limit() / 2) lua_gc(state_.get(), LUA_GCCOLLECT);
  return result;
}

}  // namespace nrmm::lua
