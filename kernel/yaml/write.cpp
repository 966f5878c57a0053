#include "yaml/write.hpp"

#include <algorithm>

#include "yaml/read.hpp"

namespace nrmm::yaml {
namespace {

bool reserved(std::string_view text) {
  static constexpr std::string_view kWords[] = {"true", "false", "none", "null", "~", "yes",
                                                "no",   "on",    "off",  "y",    "n"};
  return std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords);
}

bool plain(std::string_view text) {
  if (text.empty() || reserved(text) || looks_like_number(text)) return false;
  if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  if (std::string_view("-?:&*!|>'\"%@`#").find(text.front()) != std::string_view::npos) return false;
  if (text.find_first_of(",[]{}\n\t\r") != std::string_view::npos) return false;
  return text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos;
}

// A plain text of block style may hold what means something between brackets.
std::string scalar(const std::string& text, bool quoted) {
  return quoted || text.find_first_of(",[]{}") != std::string::npos ? written(text) : text;
}

}  // namespace

std::string written(std::string_view text) {
  if (plain(text)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string flow(const Node& node) {
  std::string out;
  if (node.is_sequence()) {
    for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + flow(item);
    return "[" + out + "]";
  }
  if (node.is_mapping()) {
    for (const Entry& entry : node.entries)
      out += (out.empty() ? "" : ", ") + scalar(entry.key, entry.key_quoted) + ": " + flow(entry.value);
    return "{ " + out + " }";
  }
  return scalar(node.text, node.quoted);
}

}  // namespace nrmm::yaml
