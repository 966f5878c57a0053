#include "yaml/write.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "yaml/read.hpp"

namespace nrmm::yaml {
namespace {

constexpr std::string_view kBetweenBrackets = ",?[]{}";  // ends a plain text there

// In whatever case: readers differ in which they take for a flag or for nothing.
bool reserved(std::string_view text) {
  static constexpr std::string_view kWords[] = {"TRUE", "FALSE", "NONE", "NULL", "~", "YES",
                                                "NO",   "ON",    "OFF",  "Y",    "N", "<<"};
  return text.size() <= 5 &&
         std::find(std::begin(kWords), std::end(kWords), ascii_upper(text)) != std::end(kWords);
}

bool control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

void write_control(char c, std::string& out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  if (c == '\n') {
    out += "\\n";
  } else {
    out += {'\\', 'x', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]};
  }
}

bool plain(std::string_view text) {
  if (text.empty() || reserved(text) || looks_like_number(text)) return false;
  if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  if (std::string_view("-?:&*!|>'\"%@`#").find(text.front()) != std::string_view::npos) return false;
  if (text.find_first_of(kBetweenBrackets) != std::string_view::npos) return false;
  if (std::any_of(text.begin(), text.end(), control)) return false;
  return text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos;
}

// A plain text of block style may hold what means something between brackets, and line ends.
std::string scalar(const std::string& text, bool quoted) {
  const bool special =
      text.find_first_of(kBetweenBrackets) != std::string::npos || text.find('\n') != std::string::npos;
  return quoted || special ? written(text) : text;
}

}  // namespace

std::string written(std::string_view text) {
  if (plain(text)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (control(c)) {
      write_control(c, out);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string flow(const Node& node) {
  const auto inner = [](const Node& part) { return part.kind == Node::Kind::null ? "~" : flow(part); };
  std::string out;
  if (node.is_sequence()) {
    for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + inner(item);
    return "[" + out + "]";
  }
  if (node.is_mapping()) {
    for (const Entry& entry : node.entries)
      out += (out.empty() ? "" : ", ") + scalar(entry.key, entry.key_quoted) + ": " + inner(entry.value);
    return "{ " + out + " }";
  }
  return scalar(node.text, node.quoted);
}

}  // namespace nrmm::yaml
