#include "http/file_name.hpp"

#include "base/text.hpp"

namespace nrmm::http {
namespace {

// Takes the first code point away; `text` is valid UTF-8.
char32_t take(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) < 0x80 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  char32_t code = length == 1 ? byte(0) : byte(0) & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (byte(i) & 0x3Fu);
  text.remove_prefix(length);
  return code;
}

bool unwelcome(char32_t code) {
  const bool control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
  const bool direction = code == 0x61C || (code >= 0x200B && code <= 0x200F) ||
                         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069);
  const bool pictograph = (code >= 0x2600 && code <= 0x27BF) || (code >= 0xFE00 && code <= 0xFE0F) ||
                          (code >= 0x1F000 && code <= 0x1FAFF);
  return control || direction || pictograph || code == '/' || code == '\\' || code == '"';
}

}  // namespace

bool plain_file_name(std::string_view name) {
  if (name.size() > 255 || !valid_utf8(name) || name == "." || name == "..") return false;
  for (const auto escape : {"%22", "%0D", "%0A", "%0d", "%0a", "%2F", "%2f", "%00"}) {
    if (name.find(escape) != std::string_view::npos) return false;
  }
  while (!name.empty()) {
    if (unwelcome(take(name))) return false;
  }
  return true;
}

}  // namespace nrmm::http
