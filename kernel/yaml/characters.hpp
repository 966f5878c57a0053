#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"

namespace nrmm::yaml {

// Turns the parser's byte offsets into the line and column an editor shows. Asked for places in the text's
// order it is linear, however long the lines are. Not thread-safe.
class Places {
 public:
  Places(std::string_view text, std::string file);

  Source at(std::size_t line, std::size_t byte_column) const;  // both from 0
  Source at_byte(std::size_t offset) const;
  char byte(std::size_t line, std::size_t byte_column) const;  // NUL past the end
  // Whether the quoted text that begins there ends at all; the parser takes the file's end for a quote.
  bool quote_closed(std::size_t line, std::size_t byte_column) const;

 private:
  std::string_view text_;
  std::string file_;
  std::vector<std::size_t> lines_;  // offset of each line's first byte
  // The last place asked for, from which the next is usually a step.
  mutable std::size_t known_line_ = 0, known_bytes_ = 0, known_characters_ = 0;
};

// False (and P000 with its place) for bytes that no file of ours may hold: bad UTF-8, a byte order mark,
// tabs and other control characters, too many bytes.
bool check_characters(std::string_view text, const Places& places, Diagnostics& diagnostics);

}  // namespace nrmm::yaml
