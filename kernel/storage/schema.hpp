#pragma once

#include <string>
#include <vector>

#include "storage/database.hpp"
#include "storage/migrator.hpp"

namespace nrmm::storage {

// A step that a database says it has.
struct RecordedMigration {
  int number;
  std::string name;
  std::string sha256;
};

inline constexpr const char* kRecordedMigrations =
    "select number, name, sha256 from migration order by number";

std::vector<RecordedMigration> recorded_migrations(const Rows& rows);
int highest(const std::vector<RecordedMigration>& recorded);  // 0 when there is none

// Throws std::runtime_error, one clear line: the database is newer than the program, or a step in it is
// another than the program's of that number. A database that is merely older passes.
void check_recorded(const std::vector<RecordedMigration>& recorded, const std::vector<Migration>& migrations);

}  // namespace nrmm::storage
