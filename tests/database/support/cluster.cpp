#include "cluster.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <thread>

#include <libpq-fe.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process.hpp"
#include "storage/migrator.hpp"

namespace nrmm::testing {

namespace {

constexpr const char* kRoot = "nrmm_root";
constexpr const char* kOwner = "nrmm_owner";
constexpr const char* kServer = "nrmm_server";

std::filesystem::path private_folder() {
  std::string name = "/tmp/nrmm-pg-XXXXXX";
  if (!mkdtemp(name.data())) throw std::runtime_error("cannot make a folder under /tmp");
  if (getuid() == 0) {
    const passwd* user = getpwnam("postgres");
    if (!user || chown(name.c_str(), user->pw_uid, user->pw_gid) != 0)
      throw std::runtime_error("PostgreSQL does not run as root and there is no user postgres");
  }
  return name;
}

}  // namespace

Cluster& Cluster::instance() {
  static Cluster cluster;
  return cluster;
}

Cluster::Cluster() : folder_(private_folder()) {
  run_postgres_program(
      "initdb", {"-D", folder_ / "data", "-U", kRoot, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"},
      folder_ / "initdb.log");
  start();
  for (const char* role : {kOwner, kServer}) as_root(std::string("create role ") + role + " login");
}

Cluster::~Cluster() {
  kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Cluster::start() {
  server_ = start_postgres_program(
      "postgres",
      {"-D", folder_ / "data", "-k", folder_, "-c", "listen_addresses=", "-c", "fsync=off", "-c",
       "full_page_writes=off", "-c", "shared_buffers=32MB", "-c", "max_connections=60"},
      folder_ / "log");
  const std::string dsn = dsn_of("postgres", kRoot);
  for (int tries = 0; tries < 1500; ++tries) {
    if (PQping(dsn.c_str()) == PQPING_OK) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  throw std::runtime_error("PostgreSQL does not start, see " + (folder_ / "log").string());
}

// SIGQUIT ends without a checkpoint and takes the children along; SIGKILL would leave them behind.
void Cluster::kill() {
  if (server_ > 0) {
    ::kill(server_, SIGQUIT);
    waitpid(server_, nullptr, 0);
  }
  server_ = -1;
}

std::string Cluster::dsn_of(const std::string& database, const std::string& role) const {
  return "host=" + folder_.string() + " dbname=" + database + " user=" + role;
}

void Cluster::as_root(const std::string& sql) const {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectdb(dsn_of("postgres", kRoot).c_str()), &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
    throw std::runtime_error(PQerrorMessage(connection.get()));
}

TestDatabase Cluster::database(const std::string& options) {
  const std::string name = "test_" + std::to_string(++databases_);
  as_root("create database " + name + " owner " + kOwner + options);
  return {dsn_of(name, kServer), dsn_of(name, kOwner), dsn_of(name, kRoot)};
}

TestDatabase Cluster::empty_database() { return database(""); }

TestDatabase Cluster::fresh_database() {
  if (!template_made_) {
    as_root(std::string("create database nrmm_template owner ") + kOwner);
    storage::migrate(dsn_of("nrmm_template", kOwner), kServer);
    template_made_ = true;
  }
  return database(" template nrmm_template");
}

std::string Cluster::dsn_for(const TestDatabase& database, const std::string& role,
                             const std::string& attributes) {
  as_root("create role " + role + " login " + attributes);
  return database.root_dsn.substr(0, database.root_dsn.rfind("user=")) + "user=" + role;
}

}  // namespace nrmm::testing
