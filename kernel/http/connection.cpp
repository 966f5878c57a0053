#include "http/connection.hpp"

#include <algorithm>

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

constexpr std::size_t kLongestHead = 32 * 1024;
constexpr std::chrono::milliseconds kLinger{1000};

Deadline in(std::chrono::milliseconds patience) { return std::chrono::steady_clock::now() + patience; }

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

Connection::Connection(const Poco::Net::StreamSocket& socket, const Router& router,
                       const ServerSettings& settings, Connections& connections, log::Logger& log)
    : TCPServerConnection(socket),
      router_(router),
      settings_(settings),
      connections_(connections),
      log_(log),
      wire_(socket) {}

void Connection::run() {
  const int id = connections_.enter(socket());
  try {
    while (wire_.await(in(settings_.idle))) {
      connections_.begin(id);
      const bool goes_on = serve_one();
      connections_.end(id);
      if (!goes_on) break;
    }
  } catch (const ConnectionLost&) {
  } catch (const std::exception& error) {
    log_.error("connection failed", {{"what", log::blotted(error.what())}});
  }
  connections_.leave(id);
}

bool Connection::serve_one() {
  const auto head = read_head();
  if (!head) {
    wire_.linger(kLinger);
    return false;
  }
  WireBody body(wire_, *head, settings_.body_patience);
  Incoming incoming{head->method,      head->target, head->headers,
                    address_of(*head), &body,        request_id_of(*head)};
  const Outgoing answer = router_.answer(incoming);
  const bool goes_on = head->keep_alive && body.consumed() && !connections_.stopping();
  send(answer, goes_on, head->method != "HEAD");
  if (!body.consumed()) wire_.linger(kLinger);
  return goes_on;
}

std::optional<Head> Connection::read_head() {
  try {
    const std::string text = wire_.read_until("\r\n\r\n", kLongestHead, in(settings_.head_patience));
    if (text.empty()) throw Problem(400, "request.malformed");
    return parse_head(text);
  } catch (const Problem& problem) {
    send(router_.unreadable(problem, peer()), false, true);
  } catch (const ConnectionLost& lost) {
    if (!lost.timed_out) throw;
    send(router_.unreadable(Problem(408, "request.timeout"), peer()), false, true);
  }
  return std::nullopt;
}

// X-Forwarded-For and the like are never looked at: only our own proxy reaches the private socket, and it
// sets X-Real-IP itself (X046).
std::string Connection::address_of(const Head& head) {
  Poco::Net::IPAddress address;
  if (settings_.trust_proxy) {
    const bool one = head.headers.count("X-Real-IP") == 1;
    return one && Poco::Net::IPAddress::tryParse(*head.headers.find("X-Real-IP"), address)
               ? address.toString()
               : "";
  }
  return peer();
}

// Behind a proxy it is the proxy, of which there is nothing to say.
std::string Connection::peer() {
  if (settings_.trust_proxy || !settings_.socket.empty()) return "";
  return socket().peerAddress().host().toString();
}

// The id that our own proxy gave the request and tells the client where it must answer itself. Of nothing but
// hexadecimal digits: a line of the log with it is found by a plain search.
std::string Connection::request_id_of(const Head& head) const {
  constexpr std::size_t kDigits = 32;
  if (!settings_.trust_proxy || head.headers.count("X-Request-Id") != 1) return "";
  const std::string& id = *head.headers.find("X-Request-Id");
  return id.size() == kDigits && id.find_first_not_of("0123456789abcdef") == std::string::npos ? id : "";
}

void Connection::send(const Outgoing& answer, bool keep_alive, bool with_body) {
  std::string bytes = head_text(answer, keep_alive);
  if (with_body && answer.status != 204) bytes += answer.body;
  wire_.write(bytes, in(settings_.write_patience));
}

}  // namespace nrmm::http
