#pragma once

#include <string>

#include "app/home.hpp"

namespace nrmm::app {

// The private PostgreSQL of a home, for `nrmm up`: one cluster below $NRMM_HOME, reached only through a
// socket in a folder that nobody else may enter. Started as root it runs as the user `postgres`, which
// PostgreSQL itself demands.
class PostgresCluster {
 public:
  explicit PostgresCluster(const Home& home);

  void start();          // creates it the first time; adopts one that outlived a killed server
  void stop();           // fast: open transactions are rolled back
  bool running() const;  // its first process is there, whether or not it answers
  // One that has ended. Returns after a few seconds also where it then still recovers; throws
  // std::runtime_error when it does not start at all.
  void start_again();

  void write_settings(const std::string& more = {}) const;  // `more`: lines for this one time
  void reload() const;                                      // lets it read them again

  // For what else is done with it: a program of PostgreSQL, and as whom it runs.
  std::string program(const std::string& name) const { return programs_ + "/" + name; }
  const std::string& user() const { return user_; }
  std::string superuser_dsn() const { return dsn("nrmm_cluster"); }
  std::string server_dsn() const { return dsn("nrmm_server"); }
  std::string owner_dsn() const { return dsn("nrmm_owner"); }

 private:
  std::string dsn(const std::string& role) const;
  int start_within(int seconds);
  void create();
  void create_roles_and_database() const;

  const Home& home_;
  std::string user_;      // empty: as we are
  std::string programs_;  // folder of initdb and pg_ctl
};

}  // namespace nrmm::app
