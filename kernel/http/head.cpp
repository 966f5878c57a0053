#include "http/head.hpp"

#include <algorithm>
#include <charconv>

#include "base/problem.hpp"
#include "base/text.hpp"

namespace nrmm::http {
namespace {

constexpr std::size_t kMostHeaders = 100;

[[noreturn]] void refuse() { throw Problem(400, "request.malformed"); }

bool token_character(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         kMarks.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), token_character);
}

// Only what RFC 9112 calls blank: a wider trim would read a length where a proxy sees a text.
std::string value_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin));
}

bool control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }

// The next line without its CR LF. A bare CR or LF, NUL or another control character has no place in it.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find("\r\n");
  if (end == std::string_view::npos) refuse();
  const std::string_view line = text.substr(0, end);
  if (std::any_of(line.begin(), line.end(), control)) refuse();
  text.remove_prefix(end + 2);
  return line;
}

bool is_method(std::string_view text) {
  return is_token(text) &&
         std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Only a path: an absolute address may name another host than the header does, and its readers differ in
// which counts.
void parse_request_line(std::string_view line, Head& head) {
  const auto parts = split(line, ' ');
  if (parts.size() != 3 || !is_method(parts[0]) || !parts[1].starts_with('/')) refuse();
  if (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0") refuse();
  head.method = parts[0];
  head.target = parts[1];
  head.keep_alive = parts[2] == "HTTP/1.1";
}

void parse_header(std::string_view line, Head& head) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) refuse();
  head.headers.add(std::string(line.substr(0, colon)), value_of(line.substr(colon + 1)));
  if (head.headers.all().size() > kMostHeaders) refuse();
}

std::uint64_t parse_length(const std::string& text) {
  constexpr std::size_t kMostDigits = 15;
  std::uint64_t length = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.size() > kMostDigits || error != std::errc() || at != text.data() + text.size()) refuse();
  return length;
}

void settle_framing(Head& head) {
  const std::size_t codings = head.headers.count("Transfer-Encoding");
  const std::size_t lengths = head.headers.count("Content-Length");
  if (codings + lengths > 1) refuse();
  if (lengths) head.content_length = parse_length(*head.headers.find("Content-Length"));
  if (codings) {
    if (ascii_upper(*head.headers.find("Transfer-Encoding")) != "CHUNKED" || !head.keep_alive) refuse();
    head.chunked = true;
  }
}

void settle_connection(Head& head) {
  const bool current = head.keep_alive;  // HTTP/1.1
  const std::size_t hosts = head.headers.count("Host");
  if (hosts > 1 || (current && hosts == 0)) refuse();
  const std::string* connection = head.headers.find("Connection");
  if (connection && ascii_upper(*connection).find("CLOSE") != std::string::npos) head.keep_alive = false;
  const std::string* expect = head.headers.find("Expect");
  if (!expect) return;
  if (ascii_upper(*expect) != "100-CONTINUE") refuse();
  head.expects_continue = current;
}

}  // namespace

std::optional<std::size_t> head_size(std::string_view arrived, std::size_t& searched) {
  arrived = arrived.substr(0, kLongestHead);
  for (; searched < arrived.size(); ++searched) {
    const std::string_view line_end = arrived.substr(0, searched + 1);
    if (!line_end.ends_with('\n')) continue;
    if (!line_end.ends_with("\r\n")) refuse();
    if (line_end.ends_with("\r\n\r\n")) return ++searched;
    Head first;  // a line that is no request's gets its answer without those that should follow
    if (arrived.find("\r\n") + 2 == searched + 1) parse_request_line(arrived.substr(0, searched - 1), first);
  }
  if (arrived.size() == kLongestHead) refuse();
  return std::nullopt;
}

Head parse_head(std::string_view text) {
  Head head;
  parse_request_line(take_line(text), head);
  for (std::string_view line = take_line(text); !line.empty(); line = take_line(text))
    parse_header(line, head);
  settle_framing(head);
  settle_connection(head);
  return head;
}

}  // namespace nrmm::http
