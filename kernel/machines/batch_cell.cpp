#include "machines/batch_cell.hpp"

#include <charconv>

#include <re2/re2.h>

#include "base/text.hpp"
#include "cities/settled_form.hpp"

namespace nrmm::machines {
namespace {

using cities::Field;
using cities::FieldType;

bool rounded_by_spreadsheet(const std::string& cell) {
  static const re2::RE2 kScientific("[0-9](\\.[0-9]+)?E\\+[0-9]{2,}");
  return re2::RE2::FullMatch(cell, kScientific);
}

CellAnswer number_of(const std::string& cell) {
  const std::string text = to_half_width(cell);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return {nullptr, "type"};
  std::int64_t whole = 0;
  const auto [stop, other] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (other == std::errc() && stop == end) return {whole, ""};
  return {number, ""};
}

// 2023-5-1, 2023/05/01, 2023.5.1, 2023年5月1日 and 20230501 as the contract writes it; anything else as it
// is.
std::string date_of(const std::string& cell) {
  static const re2::RE2 kParts("([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?");
  static const re2::RE2 kDigits("([0-9]{4})([0-9]{2})([0-9]{2})");
  std::string year, month, day;
  const std::string text = to_half_width(cell);
  if (!re2::RE2::FullMatch(text, kParts, &year, &month, &day) &&
      !re2::RE2::FullMatch(text, kDigits, &year, &month, &day))
    return cell;
  const auto two = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
  return year + "-" + two(month) + "-" + two(day);
}

std::vector<std::string> parts_of(std::string cell) {
  for (const std::string_view mark : {"；", "、", "，", ","})
    for (auto at = cell.find(mark); at != std::string::npos; at = cell.find(mark, at + 1))
      cell.replace(at, mark.size(), ";");
  std::vector<std::string> parts;
  for (const std::string& part : split(cell, ';'))
    if (std::string one = trim(part); !one.empty()) parts.push_back(std::move(one));
  return parts;
}

// The code of an option that is written as its label or its code.
std::string option_of(const std::vector<std::pair<std::string, std::string>>& options,
                      const std::string& text) {
  for (const auto& [value, label] : options)
    if (value == text) return value;
  for (const auto& [value, label] : options)
    if (label == text) return value;
  return text;
}

}  // namespace

CellAnswer answer_of_cell(const cities::Pack& pack, const Field& field, const std::string& cell, Date on) {
  switch (field.type) {
    case FieldType::integer:
    case FieldType::number:
      return number_of(cell);
    case FieldType::date:
      return {date_of(cell), ""};
    case FieldType::choice:
    case FieldType::district:
      return {option_of(cities::options_of(pack, field, on), cell), ""};
    case FieldType::choices: {
      const auto options = cities::options_of(pack, field, on);
      Json chosen = Json::array();
      for (const std::string& part : parts_of(cell)) chosen.push_back(option_of(options, part));
      return {std::move(chosen), ""};
    }
    case FieldType::photos:
      return {parts_of(cell), ""};
    default:
      return rounded_by_spreadsheet(cell) ? CellAnswer{nullptr, "excel_number"} : CellAnswer{cell, ""};
  }
}

}  // namespace nrmm::machines
