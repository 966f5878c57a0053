#include "users/sign_in_brake.hpp"

#include <algorithm>

#include "storage/counters.hpp"
#include "users/limits.hpp"

namespace nrmm::users {
namespace {

constexpr int kCountedAtMost = 1'000'000;  // every failure counts; what it leads to is decided in wait()

}  // namespace

SignInBrake::Names SignInBrake::names(const std::string& city, const std::string& login,
                                      const std::string& address) const {
  const std::string who = numbers_.mac(city, "login", login);
  const std::string from = numbers_.mac(city, "address", address);
  return {"sign_in.pair:" + numbers_.mac(city, "login", who + "/" + from), "sign_in.login:" + who,
          "sign_in.address:" + from};
}

void SignInBrake::check(storage::Session& session, const std::string& login, const std::string& address) const {
  const Names name = names(session.city(), login, address);
  wait(session, name.pair, limits_.free_failures);
  wait(session, name.login, limits_.free_failures_anywhere);
  wait(session, name.address, limits_.per_address);
}

// Doubles with every failure beyond the free ones; within the delay one try is let through.
void SignInBrake::wait(storage::Session& session, const std::string& name, int free) const {
  const int beyond = storage::counted(session, name, limits_.window) - free;
  if (beyond < 0) return;
  const std::chrono::seconds delay(1LL << std::min(beyond, 20));
  const auto step = std::min(delay, limits_.longest_delay);
  demand(session, {name + ".wait" + std::to_string(step.count()), step, 1}, "session.too_many");
}

void SignInBrake::failed(storage::Session& session, const std::string& login, const std::string& address) const {
  const Names name = names(session.city(), login, address);
  for (const std::string& counter : {name.pair, name.login, name.address})
    storage::take(session, counter, kCountedAtMost, limits_.window);
}

}  // namespace nrmm::users
