#include "app/postgres_cluster.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <pwd.h>
#include <unistd.h>

#include "app/process.hpp"

namespace nrmm::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSettings = R"(
# Written by nrmm at every start.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
jit = off
recovery_init_sync_method = syncfs   # after a crash: one call, not one for each of a thousand files
idle_in_transaction_session_timeout = '60s'
logging_collector = off
log_min_error_statement = panic   # statements may hold personal values
log_parameter_max_length_on_error = 0
archive_mode = on
archive_command = '/bin/true'
)";

// A segment is finished at the latest after so long: the backup lacks no more than that.
constexpr const char* kArchiving = R"(
archive_library = 'basic_archive'
archive_timeout = '60s'
)";

std::string find_programs() {
  for (const char* folder : {"/usr/lib/postgresql/15/bin"}) {
    if (fs::exists(fs::path(folder) / "pg_ctl")) return folder;
  }
  throw std::runtime_error("PostgreSQL 15 is not installed (Debian package postgresql-15)");
}

void give_to(const fs::path& folder, const std::string& user) {
  if (user.empty()) return;
  const passwd* entry = ::getpwnam(user.c_str());
  if (!entry || ::chown(folder.c_str(), entry->pw_uid, entry->pw_gid) != 0) {
    throw std::runtime_error("cannot give " + folder.string() + " to the user " + user);
  }
}

}  // namespace

PostgresCluster::PostgresCluster(const Home& home)
    : home_(home), user_(am_root() ? "postgres" : ""), programs_(find_programs()) {
  for (const fs::path& folder : {home_.postgres(), home_.postgres_socket_folder()}) {
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    give_to(folder, user_);
  }
}

std::string PostgresCluster::dsn(const std::string& role) const {
  return "host=" + home_.postgres_socket_folder().string() + " dbname=nrmm user=" + role;
}

// PostgreSQL works in its data folder; a number that another process has by now is not it.
bool PostgresCluster::running() const {
  std::ifstream file(home_.postgres() / "postmaster.pid");
  long pid = 0;
  std::error_code error;
  return file >> pid &&
         fs::equivalent(fs::path("/proc") / std::to_string(pid) / "cwd", home_.postgres(), error);
}

void PostgresCluster::create() {
  run({{programs_ + "/initdb", "-D", home_.postgres().string(), "-U", "nrmm_cluster", "-A", "trust", "-E",
        "UTF8", "--locale=C.UTF-8", "--no-instructions", "--data-checksums"},
       user_,
       home_.log() / "postgres-control.log"});
}

void PostgresCluster::write_settings(const std::string& more) const {
  std::ofstream conf(home_.postgres() / "postgresql.auto.conf", std::ios::trunc);
  conf << kSettings << "unix_socket_directories = '" << home_.postgres_socket_folder().string() << "'\n";
  if (fs::exists(home_.backup_order())) {
    fs::create_directories(home_.backup_outbox());
    fs::permissions(home_.backup_outbox(), fs::perms::owner_all);
    give_to(home_.backup_outbox(), user_);
    conf << kArchiving << "basic_archive.archive_directory = '" << home_.backup_outbox().string() << "'\n";
  }
  conf << more;
  if (!conf.flush()) throw std::runtime_error("cannot write the settings of PostgreSQL");
}

void PostgresCluster::reload() const {
  run({{program("pg_ctl"), "reload", "-s", "-D", home_.postgres().string()},
       user_,
       home_.log() / "postgres-control.log"});
}

void PostgresCluster::create_roles_and_database() const {
  const fs::path script = home_.postgres() / "nrmm-setup.sql";
  std::ofstream(script, std::ios::trunc) << R"(
select 'create role nrmm_owner login' where not exists (select from pg_roles where rolname = 'nrmm_owner') \gexec
select 'create role nrmm_server login' where not exists (select from pg_roles where rolname = 'nrmm_server') \gexec
select 'create database nrmm owner nrmm_owner' where not exists (select from pg_database where datname = 'nrmm') \gexec
)";
  give_to(script, user_);
  run({{programs_ + "/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h",
        home_.postgres_socket_folder().string(), "-U", "nrmm_cluster", "-d", "postgres", "-f",
        script.string()},
       user_,
       home_.log() / "postgres-control.log"});
}

void PostgresCluster::start() {
  const fs::path log = home_.log() / "postgres-control.log";
  std::ofstream(log, std::ios::app).flush();
  give_to(log, user_);
  give_to(home_.log(), user_);
  if (!fs::exists(home_.postgres() / "PG_VERSION")) create();
  if (!running()) {
    write_settings();
    if (start_within(60) != 0) throw std::runtime_error("PostgreSQL does not start; see " + log.string());
  }
  create_roles_and_database();
}

void PostgresCluster::start_again() {
  if (start_within(3) != 0 && !running())
    throw std::runtime_error("see " + (home_.log() / "postgres.log").string());
}

int PostgresCluster::start_within(int seconds) {
  return run_for_code({{programs_ + "/pg_ctl", "start", "-s", "-w", "-t", std::to_string(seconds), "-D",
                        home_.postgres().string(), "-l", (home_.log() / "postgres.log").string()},
                       user_,
                       home_.log() / "postgres-control.log"});
}

void PostgresCluster::stop() {
  run_for_code(
      {{programs_ + "/pg_ctl", "stop", "-s", "-w", "-t", "8", "-m", "fast", "-D", home_.postgres().string()},
       user_,
       home_.log() / "postgres-control.log"});
}

}  // namespace nrmm::app
