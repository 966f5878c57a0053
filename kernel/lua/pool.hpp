#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "lua/budget.hpp"
#include "lua/input.hpp"
#include "lua/program.hpp"
#include "lua/result.hpp"
#include "lua/rule_guard.hpp"

namespace nrmm::lua {

class State;

// Calls the rules of one program. Thread-safe; each call has a state of its own while it runs. A state that
// hit a limit is thrown away. Nothing a rule does is seen by a later call or by another pool.
class Pool {
 public:
  explicit Pool(std::shared_ptr<const Program> program, Budget budget = {});
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Never throws for what a rule does. An unknown rule is an error.
  Result call(std::string_view rule, const Input& answers, const Input& ctx);
  // Any function with any arguments; null is nil, lists and objects are read-only.
  Result call(std::string_view rule, const std::vector<Json>& arguments);

  // From now on every call is one of this city and revision, and takes its turn. Before others call.
  void put_under(RuleGuard& guard, std::string city, std::string revision);

  const Program& program() const { return *program_; }

 private:
  template <typename Call>
  Result with_state(std::string_view rule, Call call);
  template <typename Call>
  Result unguarded(std::size_t index, Call call);
  std::unique_ptr<State> take(Result& failure);
  void give_back(std::unique_ptr<State> state);

  std::shared_ptr<const Program> program_;
  Budget budget_;
  RuleGuard* guard_ = nullptr;
  std::string city_, revision_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<State>> idle_;
};

}  // namespace nrmm::lua
