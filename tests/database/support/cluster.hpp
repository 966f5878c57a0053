#pragma once

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace nrmm::testing {

struct TestDatabase {
  std::string dsn;        // as the server: role nrmm_server, nothing but its grants
  std::string owner_dsn;  // as the owner: role nrmm_owner, may migrate
  std::string root_dsn;   // as a superuser, to do what neither may
};

// A private PostgreSQL cluster, started at the first use in a test program and gone with it. Not durable
// (fsync off). Use it from the main thread.
class Cluster {
 public:
  static Cluster& instance();

  TestDatabase fresh_database();  // migrated and granted
  TestDatabase empty_database();  // owned by nrmm_owner, without a schema

  void kill();   // at once, as a power cut would
  void start();  // returns when the cluster takes connections

  // A role that may sign in, with `attributes` (superuser, bypassrls …), on a database.
  std::string dsn_for(const TestDatabase& database, const std::string& role, const std::string& attributes);

  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;
  ~Cluster();

 private:
  Cluster();
  std::string dsn_of(const std::string& database, const std::string& role) const;
  TestDatabase database(const std::string& options);
  void as_root(const std::string& sql) const;

  std::filesystem::path folder_;  // data and socket; short, for a socket's path has at most 107 bytes
  pid_t server_ = -1;
  int databases_ = 0;
  bool template_made_ = false;
};

}  // namespace nrmm::testing
