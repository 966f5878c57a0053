// Heads and targets of requests: what is taken means one thing, also to a program that reads it by the
// letter.
#include "http/head.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/target.hpp"
#include "target.hpp"

namespace nrmm::fuzz {
namespace {

std::string written(const http::Head& head) {
  std::string text = head.method + " " + head.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : head.headers.all()) text += name + ": " + value + "\r\n";
  return text + "\r\n";
}

void require_plain(const http::Head& head, std::string_view input) {
  require(head.headers.count("Content-Length") + head.headers.count("Transfer-Encoding") <= 1, "one framing");
  for (const auto& [name, value] : head.headers.all()) {
    require(input.find(name) != std::string_view::npos && input.find(value) != std::string_view::npos,
            "as sent");
    require(
        std::none_of(value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }),
        "one line");
  }
  if (const std::string* length = head.headers.find("Content-Length")) {
    require(length->find_first_not_of("0123456789") == std::string::npos, "digits");
    require(std::stoull(*length) == head.content_length && !head.chunked, "the stated length");
    // By the letter: blanks and tabs, digits, the line's end; nothing that another would read otherwise.
    const std::size_t at = input.find(*length);
    require(input.find("\r\n", at) != std::string_view::npos, "ended");
  }
  // Nothing but blanks and tabs was taken away around a value.
  for (std::string_view rest = input; !rest.empty();) {
    const std::size_t end = std::min(rest.find("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 2, rest.size()));
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !head.headers.find(line.substr(0, colon))) continue;
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
    while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
    const auto& all = head.headers.all();
    require(std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.second == value; }),
            "a value is as it was sent");
  }
}

std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

void run_target(std::string_view text) {
  try {
    const http::Target target = http::parse_target(text);
    std::string again;
    for (const std::string& segment : target.segments) {
      require(segment != ".." && segment != "." && segment.find('/') == std::string::npos, "no other path");
      require(valid_utf8(segment) && segment.find('\0') == std::string::npos, "text");
      again += "/" + escaped(segment);
    }
    again += "?";
    for (const auto& [name, value] : target.query) again += escaped(name) + "=" + escaped(value) + "&";
    if (again.size() > 4000) return;
    const http::Target same = http::parse_target(again);
    require(same.segments == target.segments && same.query == target.query, "the same when read again");
  } catch (const Problem& problem) {
    require_refusal(problem);
  }
}

struct Size {
  bool refused = false;
  std::optional<std::size_t> size;

  bool operator==(const Size&) const = default;
};

// As the bytes come in portions.
Size size_of(std::string_view input, std::size_t portion) {
  Size out;
  std::size_t searched = 0;
  try {
    for (std::size_t here = 0; here < input.size() && !out.size;) {
      here = std::min(here + portion, input.size());
      out.size = http::head_size(input.substr(0, here), searched);
    }
  } catch (const Problem& problem) {
    require_refusal(problem);
    out.refused = true;
  }
  return out;
}

}  // namespace

void run(std::string_view input) {
  run_target(input.substr(0, input.find("\r\n")));
  const Size whole = size_of(input, input.size());
  require(size_of(input, 1) == whole && size_of(input, 7) == whole, "the same however it arrives");
  try {
    const http::Head head = http::parse_head(input);
    require(!whole.refused && whole.size == input.find("\r\n\r\n") + 4, "where it ends");
    require_plain(head, input);
    run_target(head.target);
    const http::Head again = http::parse_head(written(head));
    require(again.method == head.method && again.target == head.target && again.chunked == head.chunked &&
                again.content_length == head.content_length && again.headers.all() == head.headers.all(),
            "the same when read again");
  } catch (const Problem& problem) {
    require_refusal(problem);
  }
}

}  // namespace nrmm::fuzz
