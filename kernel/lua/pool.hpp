#pragma once

#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "lua/budget.hpp"
#include "lua/input.hpp"
#include "lua/program.hpp"
#include "lua/result.hpp"

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

  const Program& program() const { return *program_; }

 private:
  template <typename Call>
  Result with_state(std::string_view rule, Call call);
  std::unique_ptr<State> take(Result& failure);
  void give_back(std::unique_ptr<State> state);

  std::shared_ptr<const Program> program_;
  Budget budget_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<State>> idle_;
};

}  // namespace nrmm::lua
