#include "http/connections.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace nrmm::http {
namespace {

constexpr std::uint64_t kDismissal = 0;        // no connection's id
constexpr std::size_t kMostHeld = 256u << 20;  // bytes of bodies and answers that wait

}  // namespace

Connections::Connections() : epoll_(::epoll_create1(EPOLL_CLOEXEC)), dismissal_(::eventfd(0, EFD_CLOEXEC)) {
  epoll_event event{.events = EPOLLIN, .data = {.u64 = kDismissal}};
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, dismissal_, &event) != 0)
    throw std::runtime_error("no descriptor is free for the HTTP server");
}

Connections::~Connections() {
  ::close(epoll_);
  ::close(dismissal_);
}

// One worker hears of it, once: until it is put back nobody else does.
void Connections::watch(int how, const All::value_type& entry) {
  const std::uint32_t what = entry.second.pause.what == Pause::For::room ? EPOLLOUT : EPOLLIN;
  epoll_event event{.events = what | EPOLLONESHOT, .data = {.u64 = entry.first}};
  ::epoll_ctl(epoll_, how, entry.second.connection->descriptor(), &event);
}

void Connections::enter(std::shared_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  const Pause pause = connection->pause();
  const auto at = all_.emplace(next_++, Entry{std::move(connection), pause}).first;
  watch(EPOLL_CTL_ADD, *at);
}

Connections::Turn Connections::next() {
  while (true) {
    epoll_event event{};
    if (::epoll_wait(epoll_, &event, 1, -1) != 1) continue;  // a signal
    if (event.data.u64 == kDismissal) return {};
    const std::lock_guard lock(mutex_);
    const auto at = all_.find(event.data.u64);
    if (at == all_.end()) continue;  // expired meanwhile
    held_ -= at->second.pause.held;
    at->second.busy = true;
    return {at->first, at->second.connection};
  }
}

bool Connections::goes(const Pause& pause) const {
  return pause.what == Pause::For::nothing || held_ + pause.held > kMostHeld ||
         (stopping_ && pause.what == Pause::For::request);
}

void Connections::put_back(std::uint64_t id, const Pause& pause) {
  All::node_type gone;  // closes its socket when the lock is let go
  const std::lock_guard lock(mutex_);
  const auto at = all_.find(id);
  at->second.busy = false;
  at->second.pause = {};
  if (goes(pause)) {
    gone = remove(at);
    return;
  }
  at->second.pause = pause;
  held_ += pause.held;
  watch(EPOLL_CTL_MOD, *at);
}

Connections::All::node_type Connections::remove(All::iterator at) {
  held_ -= at->second.pause.held;
  if (all_.size() == 1) left_.notify_all();
  return all_.extract(at);
}

void Connections::expire() {
  std::vector<All::node_type> overdue;
  {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    for (auto at = all_.begin(); at != all_.end();) {
      const auto each = at++;
      if (!each->second.busy && each->second.pause.until < now) overdue.push_back(remove(each));
    }
  }
  for (const auto& one : overdue) one.mapped().connection->expire();
}

std::size_t Connections::size() const {
  const std::lock_guard lock(mutex_);
  return all_.size();
}

// Those whose pause is over are looked after here: at a stop nobody keeps the door any more.
bool Connections::emptied(Deadline until) {
  constexpr std::chrono::milliseconds kRound{100};
  while (true) {
    const auto now = std::chrono::steady_clock::now();
    {
      std::unique_lock lock(mutex_);
      if (left_.wait_until(lock, std::min(until, now + kRound), [this] { return all_.empty(); })) return true;
    }
    if (now >= until) return false;
    expire();
  }
}

bool Connections::drain(std::chrono::milliseconds idle, std::chrono::milliseconds patience) {
  const auto begin = std::chrono::steady_clock::now();
  if (emptied(begin + idle)) return true;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto at = all_.begin(); at != all_.end();) {
      const auto each = at++;
      if (!each->second.busy && goes(each->second.pause)) remove(each);
    }
  }
  if (emptied(begin + std::max(idle, patience))) return true;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, entry] : all_) entry.connection->cut();
  return false;
}

void Connections::dismiss_workers() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(dismissal_, &one, sizeof one);
}

}  // namespace nrmm::http
