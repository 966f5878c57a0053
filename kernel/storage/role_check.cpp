#include <stdexcept>

#include "storage/database.hpp"
#include "storage/schema.hpp"

namespace nrmm::storage {

namespace {

// Row-level security holds only for roles that can neither pass it by nor take it away, themselves or through
// a role they may become.
constexpr const char* kRole = R"(
  select current_user as name,
    exists(select from pg_roles where rolsuper and pg_has_role(current_user, oid, 'member')) as superuser,
    exists(select from pg_roles where rolbypassrls and pg_has_role(current_user, oid, 'member')) as bypasses,
    exists(select from pg_roles where rolcreaterole and rolname = current_user) as makes_roles,
    exists(select from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
           and pg_has_role(current_user, relowner, 'member')) as owner)";

// Every table with a city_id is one city's, but for the pack archive and the ledger of serials, which hold no
// personal data.
constexpr const char* kOpenTables = R"(
  select relname from pg_class c
  where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)
    and exists(select from pg_attribute where attrelid = c.oid and attname = 'city_id' and not attisdropped)
    and relname not in ('pack_revision', 'pack_activation', 'code_ledger')
  order by relname limit 1)";

void check_role(const Row& role) {
  const std::string who = "database.dsn: role " + role.text("name");
  if (role.flag("superuser"))
    throw std::runtime_error(who + " is a superuser; the cities' data would not be separated");
  if (role.flag("bypasses")) throw std::runtime_error(who + " may bypass row-level security");
  if (role.flag("owner")) throw std::runtime_error(who + " owns tables; only database.owner_dsn may");
  if (role.flag("makes_roles")) throw std::runtime_error(who + " may create roles and so become the owner");
}

void check_schema(Session& session) {
  const std::string hint = ": run nrmm migrate";
  if (!session.run("select to_regclass('migration') is not null as there").front().flag("there"))
    throw std::runtime_error("the database has no schema yet" + hint);
  const auto recorded = recorded_migrations(session.run(kRecordedMigrations));
  const auto migrations = embedded_migrations();
  check_recorded(recorded, migrations);
  if (highest(recorded) < migrations.back().number)
    throw std::runtime_error("the database is older than this program" + hint);
  if (const auto open = session.one(kOpenTables))
    throw std::runtime_error("table " + open->front().text("relname") + " has no row-level security");
}

}  // namespace

void Database::verify_role_and_schema() {
  Session session = this->session("");
  check_role(session.run(kRole).front());
  check_schema(session);
}

}  // namespace nrmm::storage
