#include "machines/batch_table.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "cities/place_value.hpp"
#include "cities/settled_form.hpp"
#include "machines/batch_cell.hpp"
#include "workflows/form_photos.hpp"

namespace nrmm::machines {
namespace {

using cities::Field;
using cities::Form;
using cities::Pack;

constexpr std::size_t kLongestHeadTold = 40;  // code points of a head that is repeated

Finding finding(const Pack& pack, std::string field, const std::string& code, Json words) {
  Finding made;
  made.field = std::move(field);
  made.code = code;
  made.message = pack.text("error." + code, words);
  return made;
}

std::map<std::string, int> counted_labels(const Pack& pack, const std::vector<const Field*>& fields) {
  std::map<std::string, int> counted;
  for (const Field* field : fields) ++counted[pack.fill(field->label)];
  return counted;
}

std::string shortened(const std::string& text) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size() && count < kLongestHeadTold; ++count) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return text.substr(0, at);
}

const Field* field_of(const Pack& pack, const std::vector<const Field*>& fields, const std::string& head) {
  const Field* found = nullptr;
  for (const Field* field : fields) {
    if (field->name == head) return field;
    if (pack.fill(field->label) != head) continue;
    if (found) return nullptr;  // the name must tell which
    found = field;
  }
  return found;
}

std::vector<const Field*> columns_of(const Pack& pack, const std::vector<const Field*>& fields,
                                     const std::vector<std::string>& heads) {
  std::vector<const Field*> columns;
  Problem refused(422, "batch.columns");
  for (const std::string& head : heads) {
    const Field* field = field_of(pack, fields, without_guard(head));
    const bool twice = field && std::find(columns.begin(), columns.end(), field) != columns.end();
    const std::string told = shortened(head);
    if (!field || twice)
      refused.with(finding(pack, told, twice ? "column_twice" : "column_unknown", {{"label", told}}));
    columns.push_back(field);
  }
  if (!refused.errors.empty()) throw refused;
  return columns;
}

TableRow row_of(const Pack& pack, const std::vector<const Field*>& columns, const CsvRow& row, Date on) {
  TableRow out;
  out.line = row.line;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (row.cells[i].empty()) continue;
    if (i >= columns.size()) {
      out.errors.push_back(finding(pack, "", "cells", Json::object()));
      break;
    }
    const Field& field = *columns[i];
    const CellAnswer read = answer_of_cell(pack, field, without_guard(row.cells[i]), on);
    if (read.code.empty())
      out.answers[field.name] = read.answer;
    else
      out.errors.push_back(finding(pack, field.name, read.code, {{"label", pack.fill(field.label)}}));
  }
  return out;
}

std::vector<CsvRow> rows_of(std::string_view bytes) {
  const auto text = text_of_table(bytes);
  if (!text) throw Problem(422, "batch.encoding");
  try {
    return read_csv(*text);
  } catch (const CsvFault& fault) {
    throw Problem(422, "batch.malformed", {{"line", fault.line}});
  }
}

}  // namespace

std::vector<const Field*> table_fields(const Form& form, const Json& facts) {
  std::vector<const Field*> fields;
  for (const cities::SettledField& one : cities::SettledForm(form, facts).fields) {
    const Field& field = *one.field;
    const bool in_cell = !cities::is_place(field.type) && field.sms_purpose.empty();
    if (in_cell && field.credential.empty() && one.shown.to_json() != Json(false)) fields.push_back(&field);
  }
  return fields;
}

std::string table_template(const Pack& pack, const Form& form, const Json& facts, bool photos) {
  const auto fields = table_fields(form, facts);
  const auto counted = counted_labels(pack, fields);
  std::vector<std::string> heads;
  for (const Field* field : fields) {
    const std::string label = pack.fill(field->label);
    if (photos || !workflows::is_photo(*field)) heads.push_back(counted.at(label) > 1 ? field->name : label);
  }
  return std::string(kByteOrderMark) + csv_line(heads);
}

Table read_table(const Pack& pack, const Form& form, const Json& facts, std::string_view bytes, Date on,
                 std::size_t most_rows) {
  const std::vector<CsvRow> rows = rows_of(bytes);
  if (rows.size() < 2) throw Problem(422, "batch.empty");
  if (rows.size() - 1 > most_rows) throw Problem(422, "batch.too_many", {{"max", most_rows}});
  Table table;
  table.heads = rows.front().cells;
  const auto columns = columns_of(pack, table_fields(form, facts), table.heads);
  for (auto row = rows.begin() + 1; row != rows.end(); ++row)
    table.rows.push_back(row_of(pack, columns, *row, on));
  return table;
}

}  // namespace nrmm::machines
