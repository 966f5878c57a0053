#include "yaml/edit.hpp"

#include <algorithm>
#include <stdexcept>

namespace nrmm::yaml {
namespace {

// Byte offset of a place; its columns count characters.
std::size_t offset_of(std::string_view text, const Source& at) {
  std::size_t offset = 0;
  for (int line = 1; line < at.line; ++line) {
    offset = text.find('\n', offset);
    if (offset++ == std::string_view::npos) throw std::logic_error(at.str() + ": there is no such line");
  }
  for (int column = 1; column < at.column && offset < text.size(); ++column) {
    do ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80);
  }
  return offset;
}

// Bytes of a quoted scalar with its quotes; 0 when it does not end.
std::size_t quoted_length(std::string_view text) {
  const char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return 0;
}

std::size_t length_at(std::string_view text, const Edit& edit) {
  if (edit.quoted && !text.empty() && (text.front() == '"' || text.front() == '\''))
    return quoted_length(text);
  return !edit.quoted && text.starts_with(edit.was) ? edit.was.size() : 0;
}

}  // namespace

Edit Edit::value(const Node& scalar, std::string with) {
  return {scalar.source, scalar.text, scalar.quoted, std::move(with)};
}

Edit Edit::key(const Entry& entry, std::string with) {
  return {entry.key_source, entry.key, entry.key_quoted, std::move(with)};
}

std::string edited(std::string_view text, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.at > b.at; });
  std::string out(text);
  for (const Edit& edit : edits) {
    const std::size_t offset = offset_of(out, edit.at);
    const std::size_t length = length_at(std::string_view(out).substr(offset), edit);
    if (length == 0) throw std::logic_error(edit.at.str() + ": `" + edit.was + "` does not stand here");
    out.replace(offset, length, edit.with);
  }
  return out;
}

}  // namespace nrmm::yaml
