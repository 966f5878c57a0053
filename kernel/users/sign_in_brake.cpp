#include "users/sign_in_brake.hpp"

#include <algorithm>

#include "storage/counters.hpp"
#include "users/limits.hpp"

namespace nrmm::users {
namespace {

constexpr int kCountedAtMost = 1'000'000;  // every failure counts; what it leads to is decided in delay()

}  // namespace

std::vector<SignInBrake::Counter> SignInBrake::counters(const std::string& city, const std::string& login,
                                                        const std::string& address) const {
  const std::string who = numbers_.mac(city, "login", login);
  const std::string from = numbers_.mac(city, "address", address);
  return {{"sign_in.pair:" + numbers_.mac(city, "login", who + "/" + from), limits_.free_failures},
          {"sign_in.login:" + who, limits_.free_failures_anywhere},
          {"sign_in.address:" + from, limits_.per_address}};
}

// Within a delay one try is let through; it doubles with every failure beyond the free ones.
std::optional<Limit> SignInBrake::delay(storage::Session& session, const std::string& name, int free) const {
  const int beyond = storage::counted(session, name, limits_.window) - free;
  if (beyond < 0) return std::nullopt;
  const auto step = std::min(std::chrono::seconds(1LL << std::min(beyond, 20)), limits_.longest_delay);
  return Limit{name + ".wait" + std::to_string(step.count()), step, 1};
}

void SignInBrake::check(storage::Session& session, const std::string& login,
                        const std::string& address) const {
  for (const auto& [name, free] : counters(session.city(), login, address)) {
    if (const auto limit = delay(session, name, free)) demand(session, *limit, "session.too_many");
  }
}

// The delay that follows begins now, not with the next try.
void SignInBrake::failed(storage::Session& session, const std::string& login,
                         const std::string& address) const {
  for (const auto& [name, free] : counters(session.city(), login, address)) {
    storage::take(session, name, kCountedAtMost, limits_.window);
    if (const auto limit = delay(session, name, free)) storage::take(session, limit->name, 1, limit->window);
  }
}

void SignInBrake::succeeded(storage::Session& session, const std::string& login,
                            const std::string& address) const {
  storage::forget(session, counters(session.city(), login, address).front().name);
}

}  // namespace nrmm::users
