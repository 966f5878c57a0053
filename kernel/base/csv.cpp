#include "base/csv.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <csv.h>
#include <iconv.h>

#include "base/text.hpp"

namespace nrmm {
namespace {

// What begins a formula: also in full width, and after a tab or line end that the program drops.
constexpr std::array<std::string_view, 10> kFormulaSigns = {"=",  "+",  "-",  "@",  "\t",
                                                            "\r", "＝", "＋", "－", "＠"};

bool like_formula(std::string_view cell) {
  return std::any_of(kFormulaSigns.begin(), kFormulaSigns.end(),
                     [&](std::string_view sign) { return cell.starts_with(sign); });
}

// A text that begins so already gets another apostrophe, or taking one away would make it a formula.
bool wants_guard(std::string_view cell) {
  cell.remove_prefix(std::min(cell.find_first_not_of('\''), cell.size()));
  return like_formula(cell);
}

// libcsv knows cells and rows, not lines: it is fed byte by byte.
class Reader {
 public:
  Reader() {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  }
  ~Reader() { csv_free(&parser_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  std::vector<CsvRow> read(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char c = text[at];
      if (!in_row_ && c != '\r' && c != '\n') {
        row_.line = line_;
        in_row_ = true;
      }
      if (csv_parse(&parser_, &c, 1, take_cell, take_row, this) != 1) fail();
      if (c == '\n' || (c == '\r' && !text.substr(at + 1).starts_with('\n'))) ++line_;
    }
    if (csv_fini(&parser_, take_cell, take_row, this) != 0) fail();
    return std::move(rows_);
  }

 private:
  [[noreturn]] void fail() { throw CsvFault(in_row_ ? row_.line : line_, csv_strerror(csv_error(&parser_))); }

  static void take_cell(void* bytes, std::size_t size, void* self) {
    static_cast<Reader*>(self)->row_.cells.push_back(trim({static_cast<const char*>(bytes), size}));
  }

  static void take_row(int, void* self) {
    Reader& reader = *static_cast<Reader*>(self);
    const auto& cells = reader.row_.cells;
    const bool blank = std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); });
    if (!blank) reader.rows_.push_back(reader.row_);
    reader.row_.cells.clear();
    reader.in_row_ = false;
  }

  csv_parser parser_{};
  CsvRow row_;
  std::vector<CsvRow> rows_;
  int line_ = 1;
  bool in_row_ = false;
};

struct CloseConversion {
  void operator()(void* conversion) const { iconv_close(conversion); }
};

std::optional<std::string> from_gb18030(std::string_view bytes) {
  const iconv_t opened = iconv_open("UTF-8", "GB18030");
  if (opened == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("iconv has no GB18030");
  const std::unique_ptr<void, CloseConversion> conversion(opened);
  std::string in(bytes), out(bytes.size() * 2 + 16, '\0');
  char* from = in.data();
  char* to = out.data();
  std::size_t left = in.size(), room = out.size();
  if (iconv(conversion.get(), &from, &left, &to, &room) == static_cast<std::size_t>(-1) || left > 0)
    return std::nullopt;
  out.resize(out.size() - room);
  return out;
}

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text) { return Reader().read(text); }

std::string csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) out += ',';
    const std::string guarded = (wants_guard(cell) ? "'" : "") + cell;
    std::string quoted(guarded.size() * 2 + 2, '\0');
    quoted.resize(csv_write(quoted.data(), quoted.size(), guarded.data(), guarded.size()));
    out += quoted;
  }
  return out + "\r\n";
}

std::string without_guard(std::string_view cell) {
  if (cell.starts_with('\'') && wants_guard(cell)) cell.remove_prefix(1);
  return std::string(cell);
}

std::optional<std::string> text_of_table(std::string_view bytes) {
  if (bytes.find('\0') != std::string_view::npos) return std::nullopt;  // UTF-16, or no text
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  if (valid_utf8(bytes)) return std::string(bytes);
  return from_gb18030(bytes);
}

}  // namespace nrmm
