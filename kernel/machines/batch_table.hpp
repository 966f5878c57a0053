#pragma once

#include <string>
#include <vector>

#include "base/csv.hpp"
#include "base/problem.hpp"
#include "cities/pack.hpp"

namespace nrmm::machines {

// The columns that a table of filings may have: what the form may ask under these facts and a cell can hold.
// SMS codes, credentials and positions are not among them.
std::vector<const cities::Field*> table_fields(const cities::Form&, const Json& facts);

// An empty table to fill: the labels of the columns, in the form's order. A label that two fields have is
// replaced by their names. Photos (ids in cells) only when asked for.
std::string table_template(const cities::Pack&, const cities::Form&, const Json& facts, bool photos);

// One machine of a table.
struct TableRow {
  int line = 0;
  Json answers = Json::object();  // typed as the contract wants them
  std::vector<Finding> errors;    // cells that could not be read, and cells beyond the head
};

struct Table {
  std::vector<std::string> heads;  // as written
  std::vector<TableRow> rows;
};

// Heads are labels or names of fields. Options may be written as labels or codes, several in one cell between
// semicolons; dates also as 2023/5/1 and 2023年5月1日. Problems 422: batch.encoding, batch.malformed (line),
// batch.empty, batch.too_many (max), batch.columns with a finding for each bad head.
Table read_table(const cities::Pack&, const cities::Form&, const Json& facts, std::string_view bytes, Date on,
                 std::size_t most_rows);

}  // namespace nrmm::machines
