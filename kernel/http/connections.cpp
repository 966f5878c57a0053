#include "http/connections.hpp"

#include <algorithm>

#include <Poco/Exception.h>

namespace nrmm::http {
namespace {

// Its thread wakes from waiting, finds the end and leaves.
void close_reading(Poco::Net::StreamSocket& socket) {
  try {
    socket.shutdownReceive();
  } catch (const Poco::Exception&) {
  }
}

void close_both(Poco::Net::StreamSocket& socket) {
  try {
    socket.shutdown();
  } catch (const Poco::Exception&) {
  }
}

}  // namespace

int Connections::enter(const Poco::Net::StreamSocket& socket) {
  const std::lock_guard lock(mutex_);
  const int id = next_++;
  Entry& entry = all_.emplace(id, Entry{socket}).first->second;
  if (closing_idle_) close_reading(entry.socket);
  return id;
}

void Connections::leave(int id) {
  const std::lock_guard lock(mutex_);
  all_.erase(id);
  left_.notify_all();
}

void Connections::begin(int id) {
  const std::lock_guard lock(mutex_);
  all_.at(id).busy = true;
}

void Connections::end(int id) {
  const std::lock_guard lock(mutex_);
  Entry& entry = all_.at(id);
  entry.busy = false;
  if (closing_idle_) close_reading(entry.socket);
}

bool Connections::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

bool Connections::drain(std::chrono::milliseconds idle, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + std::max(idle, patience);
  std::unique_lock lock(mutex_);
  stopping_ = true;
  if (left_.wait_for(lock, idle, [this] { return all_.empty(); })) return true;
  closing_idle_ = true;
  for (auto& [id, entry] : all_) {
    if (!entry.busy) close_reading(entry.socket);
  }
  if (left_.wait_until(lock, end, [this] { return all_.empty(); })) return true;
  for (auto& [id, entry] : all_) close_both(entry.socket);
  return false;
}

}  // namespace nrmm::http
