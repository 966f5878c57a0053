#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace nrmm {

// A table as spreadsheet programs write it (RFC 4180, commas).
struct CsvRow {
  int line = 0;  // of the text, from 1; a quoted cell may hold line ends
  std::vector<std::string> cells;
};

struct CsvFault : std::runtime_error {
  CsvFault(int line, const char* what) : std::runtime_error(what), line(line) {}
  int line;
};

// Rows that have anything in them; blanks around cells are gone. Strict: a quote inside a cell without
// quotes, text after a closing quote and a quote that does not end are CsvFault.
std::vector<CsvRow> read_csv(std::string_view text);

// One line with its end. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv_line(const std::vector<std::string>& cells);
// That apostrophe taken away.
std::string without_guard(std::string_view cell);

// The text of such a file: UTF-8 with or without a byte order mark, else GB 18030 (GBK, GB 2312), which
// spreadsheets write in China. Nothing when it is neither, or UTF-16.
std::optional<std::string> text_of_table(std::string_view bytes);

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // without it Excel takes UTF-8 for GBK

}  // namespace nrmm
