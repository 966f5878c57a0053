#include "base/text.hpp"

namespace nrmm {
namespace {

// Length of the well-formed sequence at the start, 0 if none (over-long, surrogate and truncated forms
// included).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!follows(1) || !follows(2)) return 0;
    if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
    return 4;
  }
  return 0;
}

constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";

}  // namespace

bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  for (bool again = true; again && !text.empty();) {
    again = false;
    if (kBlanks.find(text.front()) != std::string_view::npos)
      text.remove_prefix(1), again = true;
    else if (text.starts_with(kIdeographicSpace))
      text.remove_prefix(kIdeographicSpace.size()), again = true;
  }
  for (bool again = true; again && !text.empty();) {
    again = false;
    if (kBlanks.find(text.back()) != std::string_view::npos)
      text.remove_suffix(1), again = true;
    else if (text.ends_with(kIdeographicSpace))
      text.remove_suffix(kIdeographicSpace.size()), again = true;
  }
  return std::string(text);
}

std::string to_half_width(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    if (i + 2 < text.size() && byte(i) == 0xEF && (byte(i + 1) == 0xBC || byte(i + 1) == 0xBD)) {
      const unsigned code = 0xF000u | ((byte(i + 1) & 0x3Fu) << 6) | (byte(i + 2) & 0x3Fu);
      if (code >= 0xFF01 && code <= 0xFF5E) {
        out += static_cast<char>(code - 0xFF01 + '!');
        i += 3;
        continue;
      }
    }
    if (text.substr(i).starts_with(kIdeographicSpace)) {
      out += ' ';
      i += kIdeographicSpace.size();
      continue;
    }
    out += text[i++];
  }
  return out;
}

std::string ascii_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t at; (at = text.find(separator, start)) != std::string_view::npos; start = at + 1) {
    parts.emplace_back(text.substr(start, at - start));
  }
  parts.emplace_back(text.substr(start));
  return parts;
}

}  // namespace nrmm
