#include "users/legacy_list.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "cities/identifiers.hpp"

namespace nrmm::users {
namespace {

constexpr std::size_t kLongestLogin = 64;
constexpr std::size_t kLongestName = 100;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Line {
  std::vector<std::string> cells;
  int number = 0;
};

// Cells of the text, line by line; a quoted cell may hold commas and line ends.
class Cells {
 public:
  explicit Cells(std::string_view text) : text_(text) {}

  bool next(Line& line) {
    line = {};
    if (at_ >= text_.size()) return false;
    line.number = number_;
    do {
      line.cells.push_back(trim(cell()));
    } while (take(','));
    take('\r');
    take('\n');
    ++number_;
    return true;
  }

 private:
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string cell() {
    std::string out;
    if (!take('"')) {
      while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r')
        out += text_[at_++];
      return out;
    }
    while (at_ < text_.size()) {
      if (text_[at_] == '"' && !(++at_ < text_.size() && text_[at_] == '"')) break;
      if (text_[at_] == '\n') ++number_;
      out += text_[at_++];
    }
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n') ++at_;  // nothing belongs there
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int number_ = 1;
};

// A head that is missing is somebody's row: no name is repeated.
std::map<std::string, std::size_t> columns_of(const Line& head, const std::string& file,
                                              Diagnostics& diagnostics) {
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < head.cells.size(); ++i) {
    const std::string& name = head.cells[i];
    if (name != "login" && name != "phone" && name != "name")
      diagnostics.error({file, 1, 1}, "L001", "column " + std::to_string(i + 1) + " has no known name",
                        "login, phone, name");
    else if (!columns.emplace(name, i).second)
      diagnostics.error({file, 1, 1}, "L001", "column " + name + " stands twice");
  }
  for (const char* needed : {"login", "phone"})
    if (!columns.contains(needed))
      diagnostics.error({file, 1, 1}, "L001", std::string("column missing: ") + needed);
  return columns;
}

// What is wrong with a row; never what stands in it, for that is somebody's.
std::string fault(const LegacyRow& row) {
  if (!valid_utf8(row.login) || !valid_utf8(row.name)) return "not UTF-8";
  if (row.login.empty() || code_points(row.login) > kLongestLogin) return "login is empty or too long";
  if (!cities::valid_phone(row.phone)) return "phone is no mobile number of eleven digits";
  if (code_points(row.name) > kLongestName) return "name is too long";
  return "";
}

}  // namespace

std::vector<LegacyRow> read_legacy_list(std::string_view text, const std::string& file,
                                        Diagnostics& diagnostics) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Cells cells(text);
  Line line;
  if (!cells.next(line)) line.number = 1;
  const auto columns = columns_of(line, file, diagnostics);
  std::vector<LegacyRow> rows;
  if (diagnostics.has_errors()) return rows;
  std::map<std::string, int> seen;
  while (cells.next(line)) {
    if (line.cells.size() == 1 && line.cells[0].empty()) continue;
    if (line.cells.size() != columns.size()) {
      diagnostics.error(
          {file, line.number, 1}, "L002",
          "has " + std::to_string(line.cells.size()) + " cells, the head " + std::to_string(columns.size()));
      continue;
    }
    LegacyRow row{to_half_width(line.cells[columns.at("login")]),
                  cities::normal_phone(line.cells[columns.at("phone")]),
                  columns.contains("name") ? line.cells[columns.at("name")] : "", line.number};
    if (const std::string wrong = fault(row); !wrong.empty()) {
      diagnostics.error({file, line.number, 1}, "L002", wrong);
    } else if (const auto [first, added] = seen.emplace(row.login, line.number); !added) {
      diagnostics.error({file, line.number, 1}, "L003",
                        "the login of line " + std::to_string(first->second) + " again");
    } else {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace nrmm::users
