#include "log/escape.hpp"

#include <cstdio>

namespace nrmm::log {
namespace {

// Code point of a two or three byte sequence at the start, 0 for anything else.
unsigned code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() >= 2 && (byte(0) & 0xE0) == 0xC0) return ((byte(0) & 0x1Fu) << 6) | (byte(1) & 0x3Fu);
  if (text.size() >= 3 && (byte(0) & 0xF0) == 0xE0)
    return ((byte(0) & 0x0Fu) << 12) | ((byte(1) & 0x3Fu) << 6) | (byte(2) & 0x3Fu);
  return 0;
}

bool unwelcome(unsigned code) {
  return (code >= 0x80 && code <= 0x9F) || code == 0x61C || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

void append_escape(std::string& out, unsigned code) {
  char text[8];
  std::snprintf(text, sizeof text, "\\u%04x", code & 0xFFFFu);
  out += text;
}

}  // namespace

std::string escaped(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const unsigned code = code_point(json.substr(at));
    if (json[at] == '\x7F') {
      append_escape(out, 0x7F);
      ++at;
    } else if (unwelcome(code)) {
      append_escape(out, code);
      at += code < 0x800 ? 2 : 3;
    } else {
      out += json[at++];
    }
  }
  return out;
}

}  // namespace nrmm::log
