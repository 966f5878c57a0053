#include "http/wire.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <Poco/Exception.h>
#include <sys/socket.h>

namespace nrmm::http {
namespace {

constexpr std::size_t kPortion = 64 * 1024;

}  // namespace

Wire::Wire(Poco::Net::StreamSocket socket) : socket_(std::move(socket)) {}

bool Wire::wait(Deadline deadline, int mode) {
  const auto left =
      std::chrono::duration_cast<std::chrono::microseconds>(deadline - std::chrono::steady_clock::now());
  if (left.count() <= 0) return false;
  return socket_.poll(Poco::Timespan(left.count()), mode);
}

bool Wire::fill(Deadline deadline) {
  try {
    if (!wait(deadline, Poco::Net::Socket::SELECT_READ)) throw ConnectionLost{true};
    if (at_ > 0) buffer_.erase(0, std::exchange(at_, 0));
    std::array<char, 16 * 1024> portion;
    const int count = socket_.receiveBytes(portion.data(), static_cast<int>(portion.size()));
    if (count > 0) buffer_.append(portion.data(), static_cast<std::size_t>(count));
    return count > 0;
  } catch (const Poco::Exception&) {
    throw ConnectionLost{};
  }
}

bool Wire::await(Deadline deadline) {
  try {
    return at_ < buffer_.size() || fill(deadline);
  } catch (const ConnectionLost&) {
    return false;
  }
}

std::string Wire::read_until(std::string_view end, std::size_t limit, Deadline deadline) {
  std::size_t searched = 0;
  while (true) {
    const std::string_view held = std::string_view(buffer_).substr(at_);
    const std::size_t found = held.find(end, searched);
    if (found != std::string_view::npos && found + end.size() <= limit) {
      std::string taken(held.substr(0, found + end.size()));
      at_ += taken.size();
      return taken;
    }
    if (held.size() >= limit) return "";
    searched = held.size() - std::min(held.size(), end.size() - 1);
    if (!fill(deadline)) throw ConnectionLost{};
  }
}

void Wire::read_exactly(std::string& out, std::size_t count, Deadline deadline) {
  while (count > 0) {
    if (at_ == buffer_.size() && !fill(deadline)) throw ConnectionLost{};
    const std::size_t portion = std::min(count, buffer_.size() - at_);
    out.append(buffer_, at_, portion);
    at_ += portion;
    count -= portion;
  }
}

void Wire::write(std::string_view bytes, Deadline deadline) {
  try {
    while (!bytes.empty()) {
      if (!wait(deadline, Poco::Net::Socket::SELECT_WRITE)) throw ConnectionLost{true};
      const auto portion = static_cast<int>(std::min(bytes.size(), kPortion));
      const int sent = socket_.sendBytes(bytes.data(), portion, MSG_NOSIGNAL);
      if (sent <= 0) throw ConnectionLost{};
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  } catch (const Poco::Exception&) {
    throw ConnectionLost{};
  }
}

void Wire::linger(std::chrono::milliseconds patience) {
  try {
    socket_.shutdownSend();
    const Deadline deadline = std::chrono::steady_clock::now() + patience;
    do {
      buffer_.clear();
      at_ = 0;
    } while (fill(deadline));
  } catch (const ConnectionLost&) {
  } catch (const Poco::Exception&) {
  }
}

}  // namespace nrmm::http
