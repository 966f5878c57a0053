#include "storage/schema.hpp"

#include <algorithm>
#include <stdexcept>

namespace nrmm::storage {

std::vector<RecordedMigration> recorded_migrations(const Rows& rows) {
  std::vector<RecordedMigration> out;
  for (const Row row : rows)
    out.push_back({static_cast<int>(row.integer("number")), row.text("name"), row.text("sha256")});
  return out;
}

int highest(const std::vector<RecordedMigration>& recorded) {
  int number = 0;
  for (const RecordedMigration& one : recorded) number = std::max(number, one.number);
  return number;
}

void check_recorded(const std::vector<RecordedMigration>& recorded,
                    const std::vector<Migration>& migrations) {
  const int newest = migrations.empty() ? 0 : migrations.back().number;
  if (highest(recorded) > newest)
    throw std::runtime_error("the database is newer than this program (it has migration " +
                             std::to_string(highest(recorded)) + ", the program knows " +
                             std::to_string(newest) + "): install the newer program");
  for (const Migration& migration : migrations) {
    if (migration.number > highest(recorded)) break;
    const auto found = std::find_if(recorded.begin(), recorded.end(), [&](const RecordedMigration& one) {
      return one.number == migration.number;
    });
    if (found == recorded.end() || found->sha256 != migration.sha256())
      throw std::runtime_error(
          "migration " + migration.name +
          " of the database is not the one in this program: it was made by another version");
  }
}

}  // namespace nrmm::storage
