#include "storage/stalls.hpp"

#include <algorithm>

namespace nrmm::storage {

namespace {

constexpr std::chrono::milliseconds kLong{500};
constexpr std::chrono::seconds kMemory{2};

}  // namespace

bool Stalls::User::stalled(Clock::time_point now) const {
  return now < in_vain_until || (!held.empty() && now - held.front() > kLong);
}

Stalls::Stalls(int pool) : most_(static_cast<std::size_t>(std::max(1, pool / 2))) {}

Stalls::Answer Stalls::ask(const std::string& who, Clock::time_point now) const {
  const auto user = users_.find(who);
  if (user == users_.end() || !user->second.stalled(now)) return Answer::take;
  std::size_t held = 0;
  for (const auto& [name, each] : users_)
    if (each.stalled(now)) held += each.held.size();
  if (held < most_) return Answer::take;
  return now < user->second.in_vain_until ? Answer::refuse : Answer::wait;
}

Stalls::Hold Stalls::begin(const std::string& who, Clock::time_point now) {
  if (who.empty()) return {};
  auto& held = users_[who].held;
  return {who, held.insert(held.end(), now)};
}

void Stalls::end(const Hold& hold, bool in_vain, Clock::time_point now) {
  if (hold.who.empty()) return;
  const auto user = users_.find(hold.who);
  user->second.held.erase(hold.since);
  if (in_vain) user->second.in_vain_until = now + kMemory;
  if (user->second.held.empty() && !user->second.stalled(now)) users_.erase(user);
}

}  // namespace nrmm::storage
