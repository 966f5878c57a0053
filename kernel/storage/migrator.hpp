#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database.hpp"

namespace nrmm::storage {

// One step of the schema. A step that has been released is never changed: its hash stands in every database.
struct Migration {
  int number;
  std::string name;  // 0001_base
  std::string sql;

  std::string sha256() const;
};

// kernel/storage/migrations/*.sql as compiled into this program, by number.
std::vector<Migration> embedded_migrations();

// The role that a connection string signs in as; libpq's defaults where it names none.
std::string role_of(const std::string& dsn);

// Brings the database that `owner_dsn` names to this program's schema and grants `server_role` what the
// server needs and nothing else. One transaction per step, under an advisory lock: it may be killed, repeated
// and run by several at once. Returns the names of the steps done now. Throws std::runtime_error with one
// clear line when a recorded step differs from the program's, or the database is newer than the program;
// SqlError when a step fails.
std::vector<std::string> migrate(const std::string& owner_dsn, const std::string& server_role,
                                 const std::vector<Migration>& migrations = embedded_migrations());

// The owner's work beside that of the kernel: runs scripts on one connection, under the lock of migrate().
class OwnerWork {
 public:
  explicit OwnerWork(const std::string& owner_dsn);
  ~OwnerWork();
  Rows run(const std::string& sql, const std::vector<Param>& params = {});
  void begin();
  void script(const std::string& sql);  // several statements
  void commit();
  void rollback() noexcept;

 private:
  std::unique_ptr<Connection> connection_;
};

}  // namespace nrmm::storage
