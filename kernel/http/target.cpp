#include "http/target.hpp"

#include <optional>

#include "base/problem.hpp"
#include "base/text.hpp"

namespace nrmm::http {
namespace {

constexpr std::size_t kMaxTarget = 4096;

[[noreturn]] void refuse() { throw Problem(400, "request.malformed"); }

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '%') {
      if (at + 2 >= text.size() || hex(text[at + 1]) < 0 || hex(text[at + 2]) < 0) refuse();
      c = static_cast<char>(hex(text[at + 1]) * 16 + hex(text[at + 2]));
      at += 2;
    } else if (c == '+' && plus_is_blank) {
      c = ' ';
    } else if (c == ' ' || c == '#') {
      refuse();
    }
    if (control(c)) refuse();
    out += c;
  }
  if (!valid_utf8(out)) refuse();
  return out;
}

std::string decode_segment(std::string_view text) {
  std::string segment = decode(text, false);
  if (segment == "." || segment == ".." || segment.find_first_of("/\\") != std::string::npos) refuse();
  return segment;
}

std::vector<std::pair<std::string, std::string>> decode_query(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> query;
  for (const std::string& part : split(text, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    const std::string_view value =
        equals == std::string::npos ? "" : std::string_view(part).substr(equals + 1);
    query.emplace_back(decode(std::string_view(part).substr(0, equals), true), decode(value, true));
  }
  return query;
}

}  // namespace

Target parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/' || target.size() > kMaxTarget) refuse();
  const std::size_t mark = target.find('?');
  Target parsed;
  parsed.path = target.substr(0, mark);
  for (const std::string& part : split(std::string_view(parsed.path).substr(1), '/')) {
    parsed.segments.push_back(decode_segment(part));
  }
  if (mark != std::string_view::npos) parsed.query = decode_query(target.substr(mark + 1));
  return parsed;
}

}  // namespace nrmm::http
