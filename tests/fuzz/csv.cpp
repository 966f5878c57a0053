// Tables: what was read can be written for a spreadsheet and read again; no cell that is written is a
// formula.
#include "base/csv.hpp"

#include "base/text.hpp"
#include "target.hpp"

namespace nrmm::fuzz {
namespace {

bool formula(std::string_view cell) {
  const std::string half = to_half_width(cell.substr(0, 3));
  return !half.empty() && std::string_view("=+-@\t\r").find(half.front()) != std::string_view::npos;
}

void require_same(const CsvRow& row) {
  const std::string line = csv_line(row.cells);
  const auto again = read_csv(line);
  require(again.size() == 1 && again.front().cells.size() == row.cells.size(), "a row stays a row");
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string& cell = again.front().cells[i];
    require(!formula(cell), "no formula");
    require(without_guard(cell) == row.cells[i], "a cell stays as it was");
  }
}

}  // namespace

void run(std::string_view input) {
  const auto text = text_of_table(input);
  if (!text) return;
  require(valid_utf8(*text), "text");
  try {
    int line = 0;
    for (const CsvRow& row : read_csv(*text)) {
      require(row.line > line, "lines rise");
      line = row.line;
      require_same(row);
    }
  } catch (const CsvFault& fault) {
    require(fault.line >= 1, "a fault has its line");
  }
}

}  // namespace nrmm::fuzz
