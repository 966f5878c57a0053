#include "users/legacy_list.hpp"

#include <algorithm>
#include <map>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "cities/identifiers.hpp"

namespace nrmm::users {
namespace {

constexpr std::size_t kLongestLogin = 64;
constexpr std::size_t kLongestName = 100;

// A head that is missing is somebody's row: no name is repeated.
std::map<std::string, std::size_t> columns_of(const CsvRow& head, const std::string& file,
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
  if (row.login.empty() || code_points(row.login) > kLongestLogin) return "login is empty or too long";
  if (!cities::valid_phone(row.phone)) return "phone is no mobile number of eleven digits";
  if (code_points(row.name) > kLongestName) return "name is too long";
  return "";
}

std::vector<CsvRow> table_of(std::string_view bytes, const std::string& file, Diagnostics& diagnostics) {
  const auto text = text_of_table(bytes);
  if (!text) diagnostics.error({file, 1, 1}, "L002", "neither UTF-8 nor GB 18030");
  try {
    return read_csv(text.value_or(""));
  } catch (const CsvFault& fault) {
    diagnostics.error({file, fault.line, 1}, "L002", fault.what());
    return {};
  }
}

}  // namespace

std::vector<LegacyRow> read_legacy_list(std::string_view bytes, const std::string& file,
                                        Diagnostics& diagnostics) {
  std::vector<CsvRow> table = table_of(bytes, file, diagnostics);
  std::vector<LegacyRow> rows;
  if (diagnostics.has_errors()) return rows;
  if (table.empty()) table.push_back({1, {}});
  const auto columns = columns_of(table.front(), file, diagnostics);
  if (diagnostics.has_errors()) return rows;
  std::map<std::string, int> seen;
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto& [number, cells] = table[i];
    if (cells.size() != columns.size()) {
      diagnostics.error(
          {file, number, 1}, "L002",
          "has " + std::to_string(cells.size()) + " cells, the head " + std::to_string(columns.size()));
      continue;
    }
    LegacyRow row{to_half_width(cells[columns.at("login")]), cities::normal_phone(cells[columns.at("phone")]),
                  columns.contains("name") ? cells[columns.at("name")] : "", number};
    if (const std::string wrong = fault(row); !wrong.empty()) {
      diagnostics.error({file, number, 1}, "L002", wrong);
    } else if (const auto [first, added] = seen.emplace(row.login, number); !added) {
      diagnostics.error({file, number, 1}, "L003",
                        "the login of line " + std::to_string(first->second) + " again");
    } else {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace nrmm::users
