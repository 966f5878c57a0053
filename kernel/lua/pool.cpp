#include "lua/pool.hpp"

#include <thread>

#include "base/spent.hpp"
#include "lua/state.hpp"

namespace nrmm::lua {
namespace {

// More idle states than cores only hold memory.
std::size_t most_idle() {
  static const std::size_t count = std::max(2U, std::thread::hardware_concurrency());
  return count;
}

std::unique_ptr<State> fresh(const Program& program, Budget budget, Result& failure) {
  auto state = std::make_unique<State>(budget);
  for (const Chunk& chunk : program.chunks())
    if (failure = state->add(chunk); !failure.ok()) return nullptr;
  if (failure = state->finish(); !failure.ok()) return nullptr;
  return state;
}

}  // namespace

Pool::Pool(std::shared_ptr<const Program> program, Budget budget)
    : program_(std::move(program)), budget_(budget) {}
Pool::~Pool() = default;

std::unique_ptr<State> Pool::take(Result& failure) {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto state = std::move(idle_.back());
      idle_.pop_back();
      return state;
    }
  }
  return fresh(*program_, budget_, failure);
}

void Pool::give_back(std::unique_ptr<State> state) {
  if (!state->usable()) return;
  const std::lock_guard lock(mutex_);
  if (idle_.size() < most_idle()) idle_.push_back(std::move(state));
}

void Pool::put_under(RuleGuard& guard, std::string city, std::string revision) {
  guard_ = &guard;
  city_ = std::move(city);
  revision_ = std::move(revision);
}

Result Pool::call(std::string_view rule, const Input& answers, const Input& ctx) {
  return with_state(rule, [&](State& state, std::size_t at) { return state.call(at, answers, ctx); });
}

Result Pool::call(std::string_view rule, const std::vector<Json>& arguments) {
  return with_state(rule, [&](State& state, std::size_t at) { return state.call(at, arguments); });
}

template <typename Call>
Result Pool::with_state(std::string_view rule, Call call) {
  const auto index = program_->index(rule);
  if (!index) return {Failure::error, {}, "there is no rule " + std::string(rule.substr(0, 200))};
  const Spending spending(Phase::rules);  // waiting for a turn too
  if (guard_ == nullptr) return unguarded(*index, call);
  return guard_->run({city_, revision_, std::string(rule)}, [&] { return unguarded(*index, call); });
}

template <typename Call>
Result Pool::unguarded(std::size_t index, Call call) {
  Result result;
  auto state = take(result);
  if (state == nullptr) return result;
  result = call(*state, index);
  give_back(std::move(state));
  return result;
}

}  // namespace nrmm::lua
