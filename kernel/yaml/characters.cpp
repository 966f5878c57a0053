#include "yaml/characters.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "yaml/parse.hpp"

namespace nrmm::yaml {

Places::Places(std::string_view text, std::string file) : text_(text), file_(std::move(file)), lines_{0} {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n') lines_.push_back(i + 1);
}

Source Places::at(std::size_t line, std::size_t byte_column) const {
  if (line >= lines_.size()) line = lines_.size() - 1;
  const std::size_t length = std::min(byte_column, text_.size() - lines_[line]);
  if (line != known_line_ || length < known_bytes_) {
    known_line_ = line;
    known_bytes_ = known_characters_ = 0;
  }
  const std::string_view step = text_.substr(lines_[line] + known_bytes_, length - known_bytes_);
  known_bytes_ = length;
  known_characters_ += static_cast<std::size_t>(std::count_if(
      step.begin(), step.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  return {file_, static_cast<int>(line) + 1, static_cast<int>(known_characters_) + 1};
}

Source Places::at_byte(std::size_t offset) const {
  const auto after = std::upper_bound(lines_.begin(), lines_.end(), offset);
  const auto line = static_cast<std::size_t>(after - lines_.begin()) - 1;
  return at(line, offset - lines_[line]);
}

char Places::byte(std::size_t line, std::size_t byte_column) const {
  if (line >= lines_.size() || lines_[line] + byte_column >= text_.size()) return '\0';
  return text_[lines_[line] + byte_column];
}

bool Places::quote_closed(std::size_t line, std::size_t byte_column) const {
  const char quote = byte(line, byte_column);
  if (quote != '"' && quote != '\'') return true;
  for (std::size_t i = lines_[line] + byte_column + 1; i < text_.size(); ++i) {
    if (quote == '"' && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == quote) {
      const bool doubled = quote == '\'' && i + 1 < text_.size() && text_[i + 1] == quote;
      if (!doubled) return true;
      ++i;
    }
  }
  return false;
}

namespace {

std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xE0) return 2;
  return lead < 0xF0 ? 3 : 4;
}

// The first byte that is not part of valid UTF-8; the text is known to have one.
std::size_t first_bad_byte(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = sequence_length(static_cast<unsigned char>(text[at]));
    if (!valid_utf8(text.substr(at, length))) break;
    at += length;
  }
  return at;
}

std::optional<std::size_t> long_line(std::string_view text) {
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (end - start > kMaxLine) return start;
    start = end + 1;
  }
  return std::nullopt;
}

bool control(std::string_view text, std::size_t i) {
  const auto c = static_cast<unsigned char>(text[i]);
  if (c == '\n') return false;
  if (c == '\r') return i + 1 >= text.size() || text[i + 1] != '\n';
  return c < 0x20 || c == 0x7F;
}

}  // namespace

bool check_characters(std::string_view text, const Places& places, Diagnostics& diagnostics) {
  const auto refuse = [&](std::size_t offset, std::string what, std::string hint) {
    diagnostics.error(places.at_byte(offset), "P000", std::move(what), std::move(hint));
    return false;
  };
  if (text.size() > kMaxBytes)
    return refuse(0, "the file is larger than 512 KiB", "split it into a folder of files");
  if (const auto start = long_line(text)) return refuse(*start, "the line is longer than 16 KiB", "break it");
  if (text.starts_with("\xEF\xBB\xBF")) return refuse(0, "byte order mark", "save as UTF-8 without BOM");
  if (!valid_utf8(text)) {
    return refuse(first_bad_byte(text), "not valid UTF-8",
                  "save the file as UTF-8; GBK and GB 18030 are not read");
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!control(text, i)) continue;
    if (text[i] == '\t') return refuse(i, "tab character", "indent with blanks");
    return refuse(i, "control character", "remove it");
  }
  return true;
}

}  // namespace nrmm::yaml
