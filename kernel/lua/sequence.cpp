#include "lua/sequence.hpp"

#include "lua/arguments.hpp"
#include "lua/frozen.hpp"
#include "lua/view.hpp"

namespace nrmm::lua {

Sequence::Sequence(lua_State* state, const char* function, int argument)
    : state_(state), view_(view_at(state, argument)) {
  if (view_ != nullptr) {
    const bool list = view_->node->is_array() || (view_->input == nullptr && view_->node->empty());
    if (!list) throw std::runtime_error(std::string(function) + ": this table is not a list");
    return;
  }
  if (!lua_istable(state, argument)) wrong_argument(state, function, argument, "a list");
  push_original(state, argument);
  table_ = lua_gettop(state);
}

lua_Integer Sequence::size() const {
  return static_cast<lua_Integer>(view_ != nullptr ? view_->node->size() : lua_rawlen(state_, table_));
}

void Sequence::push(lua_Integer at) const {
  if (view_ == nullptr)
    lua_rawgeti(state_, table_, at);
  else if (at >= 1 && at <= size() && view_->node->is_array())
    push_json(state_, (*view_->node)[static_cast<std::size_t>(at - 1)]);
  else
    lua_pushnil(state_);
}

}  // namespace nrmm::lua
