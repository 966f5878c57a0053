#include "http/connection.hpp"

#include <algorithm>
#include <utility>

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Exception.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Timestamp.h>

#include "base/problem.hpp"
#include "http/wire_body.hpp"

namespace nrmm::http {
namespace {

constexpr std::size_t kUnread = 64 * 1024;     // of what nobody wants, thrown away at a time
constexpr std::size_t kMostUnread = 4u << 20;  // and of one connection
constexpr std::chrono::milliseconds kLinger{1000};

Deadline now() { return std::chrono::steady_clock::now(); }

// A header value that a handler made from data must not begin another header.
std::string one_line(std::string value) {
  std::replace_if(
      value.begin(), value.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return value;
}

std::string head_text(const Outgoing& answer, bool keep_alive) {
  using Poco::Net::HTTPResponse;
  const auto status = static_cast<HTTPResponse::HTTPStatus>(answer.status);
  std::string text =
      "HTTP/1.1 " + std::to_string(answer.status) + ' ' + HTTPResponse::getReasonForStatus(status);
  text +=
      "\r\nDate: " + Poco::DateTimeFormatter::format(Poco::Timestamp(), Poco::DateTimeFormat::HTTP_FORMAT);
  for (const auto& [name, value] : answer.headers.all()) text += "\r\n" + name + ": " + one_line(value);
  if (answer.status != 204) text += "\r\nContent-Length: " + std::to_string(answer.body.size());
  return text + (keep_alive ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
}

}  // namespace

Connection::Connection(const Poco::Net::StreamSocket& socket, House& house)
    : house_(house), socket_(socket), wire_(socket), since_(now()) {}

Pause Connection::go_on() {
  try {
    while (!leaving_) {
      if (!send_held()) return pause();
      if (last_) break;
      if (!next_answer()) return wire_.at_end() ? Pause{} : pause();
    }
    return leave();
  } catch (const ConnectionLost&) {
    return {};
  }
}

// A new connection has no time to be idle in: who opens one wants something.
Pause Connection::pause() const {
  const ServerSettings& settings = house_.settings;
  if (leaving_) return {Pause::For::end, since_ + kLinger};
  if (!unsent_.empty())
    return {Pause::For::room, settings.answer.deadline(since_, unsent_.size()), unsent_.size()};
  if (head_)
    return {Pause::For::request, settings.body.deadline(since_, head_->content_length), wire_.held().size()};
  const bool idle = used_ && wire_.held().empty();
  return {Pause::For::request, since_ + (idle ? settings.idle : settings.head_patience)};
}

void Connection::expire() {
  const bool asking = head_ || !wire_.held().empty();
  if (leaving_ || !unsent_.empty() || !asking) return;
  try {
    refuse(Problem(408, "request.timeout"));
    send_held();
  } catch (const ConnectionLost&) {
  }
}

bool Connection::next_answer() {
  try {
    if (!request_arrived()) return false;
  } catch (const Problem& problem) {
    refuse(problem);
    return true;
  }
  serve();
  return true;
}

bool Connection::request_arrived() {
  if (head_) return body_arrived();
  const bool silent = wire_.held().empty();
  wire_.take_in(kLongestHead);
  if (silent && used_ && !wire_.held().empty()) since_ = now();
  const auto size = head_size(wire_.held(), searched_);
  if (!size) return false;
  searched_ = 0;
  head_ = parse_head(wire_.take(*size));
  since_ = now();
  return body_arrived();
}

// A body whose length was told and is allowed is waited for here; whoever asks first or sends chunks (no
// proxy does) is read by the thread that answers.
bool Connection::body_arrived() {
  const std::uint64_t length = head_->content_length;
  if (head_->chunked || head_->expects_continue ||
      length > house_.router.longest_body(head_->method, head_->target))
    return true;
  wire_.take_in(length);
  return wire_.held().size() >= length || wire_.at_end();
}

void Connection::serve() {
  const Head head = *std::exchange(head_, std::nullopt);
  WireBody body(wire_, head, house_.settings.body, house_.slow_bodies);
  Incoming incoming{head.method, head.target, head.headers, address_of(head), &body, request_id_of(head)};
  const Outgoing answer = house_.router.answer(incoming);
  used_ = true;
  last_ = !head.keep_alive || !body.consumed() || house_.stopping;
  hold(answer, head.method != "HEAD");
}

void Connection::refuse(const Problem& problem) {
  last_ = true;
  const std::string address = head_ ? address_of(*head_) : peer();
  hold(house_.router.unreadable(problem, address, head_ ? request_id_of(*head_) : ""), true);
}

void Connection::hold(const Outgoing& answer, bool with_body) {
  unsent_ = head_text(answer, !last_);
  if (with_body && answer.status != 204) unsent_ += answer.body;
  since_ = now();
}

bool Connection::send_held() {
  if (unsent_.empty()) return true;
  sent_ += wire_.send(std::string_view(unsent_).substr(sent_));
  if (sent_ < unsent_.size()) return false;
  std::string().swap(unsent_);
  sent_ = 0;
  since_ = now();
  return true;
}

// Lets the other side read the answer: closing at once with unread bytes would take it away from it.
Pause Connection::leave() {
  if (!std::exchange(leaving_, true)) wire_.end_sending();
  wire_.take_in(kUnread);
  dropped_ += wire_.held().size();
  wire_.drop_held();
  return wire_.at_end() || dropped_ > kMostUnread ? Pause{} : pause();
}

// X-Forwarded-For and the like are never looked at: only our own proxy reaches the private socket, and it
// sets X-Real-IP itself (X046).
std::string Connection::address_of(const Head& head) const {
  Poco::Net::IPAddress address;
  if (house_.settings.trust_proxy) {
    const bool one = head.headers.count("X-Real-IP") == 1;
    return one && Poco::Net::IPAddress::tryParse(*head.headers.find("X-Real-IP"), address)
               ? address.toString()
               : "";
  }
  return peer();
}

// Behind a proxy it is the proxy, of which there is nothing to say; of one that has gone neither.
std::string Connection::peer() const {
  if (house_.settings.trust_proxy || !house_.settings.socket.empty()) return "";
  try {
    return socket_.peerAddress().host().toString();
  } catch (const Poco::Exception&) {
    return "";
  }
}

// The id that our own proxy gave the request and tells the client where it must answer itself. Of nothing but
// hexadecimal digits: a line of the log with it is found by a plain search.
std::string Connection::request_id_of(const Head& head) const {
  constexpr std::size_t kDigits = 32;
  if (!house_.settings.trust_proxy || head.headers.count("X-Request-Id") != 1) return "";
  const std::string& id = *head.headers.find("X-Request-Id");
  return id.size() == kDigits && id.find_first_not_of("0123456789abcdef") == std::string::npos ? id : "";
}

}  // namespace nrmm::http
