#include "http/wire.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace nrmm::http {
namespace {

constexpr std::size_t kPortion = 16 * 1024;

bool nothing_now() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

Wire::Wire(Poco::Net::StreamSocket socket) : socket_(std::move(socket)) {}

bool Wire::receive() {
  if (at_end_) return false;
  if (at_ > 0) buffer_.erase(0, std::exchange(at_, 0));
  std::array<char, kPortion> portion;
  const ssize_t count = ::recv(descriptor(), portion.data(), portion.size(), MSG_DONTWAIT);
  if (count < 0 && !nothing_now()) throw ConnectionLost{};
  at_end_ = count == 0;
  if (count > 0) buffer_.append(portion.data(), static_cast<std::size_t>(count));
  return count > 0;
}

void Wire::take_in(std::size_t most) {
  while (held().size() < most && receive()) {
  }
}

std::string Wire::take(std::size_t count) {
  if (at_ == 0 && count >= buffer_.size()) return std::exchange(buffer_, "");
  std::string taken(held().substr(0, count));
  at_ += taken.size();
  return taken;
}

void Wire::drop_held() {
  buffer_.clear();
  at_ = 0;
}

void Wire::await_more(Deadline deadline) {
  while (!receive()) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (at_end_ || left.count() <= 0) throw ConnectionLost{!at_end_};
    pollfd waiting{descriptor(), POLLIN, 0};
    ::poll(&waiting, 1, static_cast<int>(left.count()));
  }
}

std::string Wire::read_until(std::string_view end, std::size_t limit, Deadline deadline) {
  while (true) {
    const std::size_t found = held().substr(0, limit).find(end);
    if (found != std::string_view::npos) return take(found + end.size());
    if (held().size() >= limit) return "";
    await_more(deadline);
  }
}

void Wire::read_exactly(std::string& out, std::size_t count, Deadline deadline) {
  while (count > 0) {
    if (held().empty()) await_more(deadline);
    const std::size_t portion = std::min(count, held().size());
    out.append(held().substr(0, portion));
    at_ += portion;
    count -= portion;
  }
}

std::size_t Wire::send(std::string_view bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count =
        ::send(descriptor(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && nothing_now()) break;
    if (count <= 0) throw ConnectionLost{};
    sent += static_cast<std::size_t>(count);
  }
  return sent;
}

void Wire::end_sending() { ::shutdown(descriptor(), SHUT_WR); }

void Wire::cut() { ::shutdown(descriptor(), SHUT_RDWR); }

}  // namespace nrmm::http
