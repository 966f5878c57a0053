#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "storage/database.hpp"

namespace nrmm::machines {

// What became of one row of a table.
struct BatchRow {
  int line = 0;
  std::string outcome;          // drafted | handed_in | repeated | faulty
  std::string machine;          // empty: none
  std::string answers_mac;      // of a row that made a machine; empty: not kept
  Json errors = Json::array();  // [{field, label, code, message}]
};

struct Batch {
  std::string id;
  std::string account;
  std::string kind;        // workflow
  bool submitted = false;  // handed in, not only kept as drafts
  std::string created_at;
  std::vector<BatchRow> rows;  // by line
};

// The SQL of batches. Ids that are no UUIDs name nothing.
namespace batch_store {

void insert(storage::Session&, const Batch&);  // without its rows
void insert_row(storage::Session&, const std::string& batch, const BatchRow&);
std::optional<Batch> find(storage::Session&, const std::string& id);
// The machine that a row with these answers made before and that is still there; the newest.
std::optional<std::string> made_by(storage::Session&, const std::string& answers_mac);

}  // namespace batch_store
}  // namespace nrmm::machines
