#include "storage/migrator.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <set>
#include <span>
#include <stdexcept>

#include <libpq-fe.h>

#include "base/digest.hpp"
#include "base/embedded.hpp"
#include "storage/connection.hpp"
#include "storage/conninfo.hpp"
#include "storage/grants.hpp"
#include "storage/schema.hpp"

namespace nrmm::embedded {
std::span<const File* const> storage_files();
}

namespace nrmm::storage {

namespace {

constexpr std::int64_t kLock = 0x6e726d6d;  // the same for all programs of the register
constexpr const char* kMigrationTable =
    "create table if not exists migration (number int primary key, name text not null, sha256 text not null, "
    "applied_at timestamptz not null default now())";

Migration migration_of(const embedded::File& file) {
  const std::string_view path = file.name;
  const std::string_view base = path.substr(path.rfind('/') + 1);
  Migration migration{0, std::string(base.substr(0, base.rfind('.'))), std::string(file.text)};
  std::from_chars(base.data(), base.data() + base.size(), migration.number);
  if (migration.number <= 0) throw std::logic_error("a migration without a number: " + std::string(path));
  return migration;
}

std::string owner_conninfo(const std::string& dsn) {
  auto parts = parse_conninfo(dsn);
  parts.try_emplace("connect_timeout", "10");
  parts.try_emplace("application_name", "nrmm migrate");
  parts["client_encoding"] = "UTF8";
  parts["options"] += " -c lock_timeout=60000 -c client_min_messages=warning";
  return format_conninfo(parts);
}

void apply(Connection& connection, const Migration& migration) {
  connection.begin();
  connection.script(migration.sql);
  connection.run("insert into migration (number, name, sha256) values ($1, $2, $3)",
                 {migration.number, migration.name, migration.sha256()});
  connection.commit();
}

}  // namespace

std::string Migration::sha256() const { return sha256_hex(sql); }

std::vector<Migration> embedded_migrations() {
  std::vector<Migration> migrations;
  for (const embedded::File* file : embedded::storage_files())
    if (file->name.starts_with("storage/migrations/")) migrations.push_back(migration_of(*file));
  std::sort(migrations.begin(), migrations.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  return migrations;
}

std::string role_of(const std::string& dsn) {
  const auto parts = parse_conninfo(dsn);
  if (const auto user = parts.find("user"); user != parts.end()) return user->second;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> defaults(PQconndefaults(),
                                                                              &PQconninfoFree);
  for (const PQconninfoOption* option = defaults.get(); option && option->keyword; ++option)
    if (std::string_view(option->keyword) == "user" && option->val) return option->val;
  throw std::runtime_error("the database's connection string names no user");
}

std::vector<std::string> migrate(const std::string& owner_dsn, const std::string& server_role,
                                 const std::vector<Migration>& migrations) {
  Connection connection(owner_conninfo(owner_dsn));
  connection.open();
  connection.run("select pg_advisory_lock($1::bigint)", {kLock});  // ends with the connection
  connection.script(kMigrationTable);
  const auto recorded = recorded_migrations(connection.run(kRecordedMigrations, {}));
  check_recorded(recorded, migrations);
  std::vector<std::string> done;
  for (const Migration& migration : migrations) {
    if (migration.number <= highest(recorded)) continue;
    apply(connection, migration);
    done.push_back(migration.name);
  }
  grant_to_server(connection, server_role);
  return done;
}

OwnerWork::OwnerWork(const std::string& owner_dsn)
    : connection_(std::make_unique<Connection>(owner_conninfo(owner_dsn))) {
  connection_->open();
  connection_->run("select pg_advisory_lock($1::bigint)", {kLock});
}

OwnerWork::~OwnerWork() = default;

Rows OwnerWork::run(const std::string& sql, const std::vector<Param>& params) {
  return connection_->run(sql, params);
}
void OwnerWork::begin() { connection_->begin(); }
void OwnerWork::script(const std::string& sql) { connection_->script(sql); }
void OwnerWork::commit() { connection_->commit(); }
void OwnerWork::rollback() noexcept { connection_->rollback(); }

}  // namespace nrmm::storage
