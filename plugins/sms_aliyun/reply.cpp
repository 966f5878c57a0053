#include "reply.hpp"

#include <charconv>
#include <map>

namespace sms_aliyun {
namespace {

constexpr std::size_t kLargestHead = 32 * 1024;
constexpr std::size_t kLargestBody = 256 * 1024;

struct Head {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in small letters
};

std::string small(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

template <class Number>
Number number(std::string_view text, int base) {
  Number out{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, base);
  if (error != std::errc() || end == text.data()) throw Unreadable("not a number");
  return out;
}

// "HTTP/1.1 200 OK" and headers, each line without its end.
Head head_of(std::string_view text) {
  Head out;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    if (first) {
      if (!line.starts_with("HTTP/1.") || line.size() < 12) throw Unreadable("not HTTP");
      out.status = number<int>(line.substr(9, 3), 10);
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      const std::size_t value = line.find_first_not_of(" \t", colon + 1);
      out.headers[small(line.substr(0, colon))] = value == std::string_view::npos ? "" : line.substr(value);
    }
    first = false;
  }
  return out;
}

// Chunks, until the one of no length.
std::optional<std::string> joined_chunks(std::string_view bytes) {
  std::string out;
  while (true) {
    const std::size_t line = bytes.find("\r\n");
    if (line == std::string_view::npos) return std::nullopt;
    const auto size = number<std::size_t>(bytes.substr(0, line), 16);
    if (size > kLargestBody || out.size() + size > kLargestBody) throw Unreadable("too long");
    if (size == 0) return out;
    if (bytes.size() < line + 2 + size + 2) return std::nullopt;
    out += bytes.substr(line + 2, size);
    bytes.remove_prefix(line + 2 + size + 2);
  }
}

std::optional<std::string> body_of(const Head& head, std::string_view bytes, bool ended) {
  const auto coding = head.headers.find("transfer-encoding");
  if (coding != head.headers.end() && small(coding->second) == "chunked") return joined_chunks(bytes);
  const auto length = head.headers.find("content-length");
  if (length == head.headers.end()) return ended ? std::optional<std::string>(bytes) : std::nullopt;
  const auto size = number<std::size_t>(length->second, 10);
  if (size > kLargestBody) throw Unreadable("too long");
  return bytes.size() < size ? std::nullopt : std::optional<std::string>(bytes.substr(0, size));
}

}  // namespace

std::optional<Answer> answer_in(std::string_view bytes, bool ended) {
  if (bytes.size() > kLargestHead + kLargestBody) throw Unreadable("too long");
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const Head head = head_of(bytes.substr(0, end));
  bytes.remove_prefix(end + 4);
  if (head.status / 100 == 1) return answer_in(bytes, ended);  // the answer proper follows
  const auto body = body_of(head, bytes, ended);
  return body ? std::optional(Answer{head.status, *body}) : std::nullopt;
}

}  // namespace sms_aliyun
