#include "lua/view.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "base/diagnostic.hpp"
#include "lua/arguments.hpp"
#include "lua/guard.hpp"
#include "lua/runtime.hpp"

namespace nrmm::lua {
namespace {

const char kViewMetatable = 0;  // its address is the registry key
constexpr std::size_t kWorkOfHint = 32U << 10;

void push(lua_State* state, const View& view) {
  *static_cast<View*>(lua_newuserdatauv(state, sizeof(View), 0)) = view;
  lua_rawgetp(state, LUA_REGISTRYINDEX, &kViewMetatable);
  lua_setmetatable(state, -2);
}

std::string label_of(const View& view) {
  std::string label = view.label == nullptr ? "this table" : view.label;
  return view.member == nullptr ? label : label + "." + *view.member;
}

bool names(std::span<const std::string> list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

[[noreturn]] void unknown_name(lua_State* state, const View& view, const std::string& name) {
  runtime_of(state).meter.spend(kWorkOfHint);
  std::vector<std::string> known;
  if (view.node->is_object())
    for (const auto& item : view.node->items()) known.push_back(item.key());
  if (view.member == nullptr) known.insert(known.end(), view.input->names.begin(), view.input->names.end());
  std::string text = label_of(view) + " has no \"" + name.substr(0, 80) + "\"";
  const std::string near = name.size() <= 80 ? nearest(name, known) : "";
  throw std::runtime_error(near.empty() ? text : text + "; did you mean \"" + near + "\"?");
}

void push_member(lua_State* state, const View& view, const Json& value, const std::string& name) {
  const bool closed = view.input != nullptr && view.member == nullptr && value.is_object();
  if (closed)
    for (const auto& member : view.input->closed)
      if (member == name) return push(state, {&value, view.input, view.label, &member, view.generation});
  push_json(state, value);
}

// Only names that exist are noted: what a rule makes up must not grow the host's memory.
void note_read(const View& view, const std::string& name) {
  if (view.input == nullptr || view.input->read == nullptr) return;
  view.input->read->insert(view.member == nullptr ? name : *view.member + "." + name);
}

int index_object(lua_State* state, const View& view) {
  if (lua_type(state, 2) != LUA_TSTRING) {
    if (view.input != nullptr) throw std::runtime_error(label_of(view) + " has named entries only");
    return lua_pushnil(state), 1;
  }
  const std::string name(text_at(state, 2));
  runtime_of(state).meter.spend(name.size());
  const bool has = view.node->is_object() && view.node->contains(name);
  if (!has && view.input != nullptr && (view.member != nullptr || !names(view.input->names, name)))
    unknown_name(state, view, name);
  note_read(view, name);
  if (has)
    push_member(state, view, *view.node->find(name), name);
  else
    lua_pushnil(state);
  return 1;
}

int index_list(lua_State* state, const View& view) {
  if (lua_type(state, 2) == LUA_TSTRING)
    throw std::runtime_error("a list has no \"" + std::string(text_at(state, 2).substr(0, 80)) + "\"");
  int whole = 0;
  const lua_Integer at = lua_tointegerx(state, 2, &whole);
  const bool inside = whole != 0 && at >= 1 && static_cast<std::size_t>(at) <= view.node->size();
  if (!inside) return lua_pushnil(state), 1;
  return push_json(state, (*view.node)[static_cast<std::size_t>(at - 1)]), 1;
}

int index(lua_State* state) {
  const View& view = *view_at(state, 1);
  return view.node->is_array() ? index_list(state, view) : index_object(state, view);
}

int new_index(lua_State* state) { throw std::runtime_error(label_of(*view_at(state, 1)) + " is read-only"); }

int length(lua_State* state) {
  const View& view = *view_at(state, 1);
  return lua_pushinteger(state, view.node->is_array() ? static_cast<lua_Integer>(view.node->size()) : 0), 1;
}

// Every read makes a new userdata; two of the same value are the same table to a rule.
int equal(lua_State* state) {
  const View* left = view_at(state, 1);
  const View* right = view_at(state, 2);
  return lua_pushboolean(state, left != nullptr && right != nullptr && left->node == right->node), 1;
}

}  // namespace

void install_views(lua_State* state) {
  static constexpr luaL_Reg kMethods[] = {{"__index", guarded<index>},
                                          {"__newindex", guarded<new_index>},
                                          {"__len", guarded<length>},
                                          {"__eq", guarded<equal>},
                                          {nullptr, nullptr}};
  lua_newtable(state);
  luaL_setfuncs(state, kMethods, 0);
  lua_pushliteral(state, "table");  // "attempt to call a table value"
  lua_setfield(state, -2, "__name");
  lua_rawsetp(state, LUA_REGISTRYINDEX, &kViewMetatable);
}

void push_view(lua_State* state, const Input& input, const char* label) {
  push(state, {&input.values, &input, label, nullptr, runtime_of(state).generation});
}

void push_json(lua_State* state, const Json& value) {
  switch (value.type()) {
    case Json::value_t::boolean:
      return lua_pushboolean(state, value.get<bool>());
    case Json::value_t::number_integer:
      return lua_pushinteger(state, value.get<lua_Integer>());
    case Json::value_t::number_float:
      return lua_pushnumber(state, value.get<lua_Number>());
    case Json::value_t::string:
      return push_text(state, value.get_ref<const std::string&>());
    case Json::value_t::number_unsigned:
      if (value.get<std::uint64_t>() > static_cast<std::uint64_t>(LUA_MAXINTEGER))
        return lua_pushnumber(state, value.get<lua_Number>());
      return lua_pushinteger(state, value.get<lua_Integer>());
    case Json::value_t::object:
    case Json::value_t::array:
      return push(state, {&value, nullptr, nullptr, nullptr, runtime_of(state).generation});
    default:
      return lua_pushnil(state);
  }
}

const View* view_at(lua_State* state, int index) {
  auto* view = static_cast<const View*>(lua_touserdata(state, index));
  if (view == nullptr || lua_getmetatable(state, index) == 0) return nullptr;
  lua_rawgetp(state, LUA_REGISTRYINDEX, &kViewMetatable);
  const bool ours = lua_rawequal(state, -1, -2) != 0;
  lua_pop(state, 2);
  if (!ours) return nullptr;
  if (view->generation != runtime_of(state).generation)
    throw std::runtime_error("this table belongs to an earlier call");
  return view;
}

}  // namespace nrmm::lua
