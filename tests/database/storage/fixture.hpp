#pragma once

#include <string>

#include <gtest/gtest.h>

#include "base/problem.hpp"
#include "cluster.hpp"
#include "storage/database.hpp"

namespace nrmm::storage {

// A database of its own for each test, seen by the server's role.
class DatabaseTest : public ::testing::Test {
 protected:
  nrmm::testing::TestDatabase place_ = nrmm::testing::Cluster::instance().fresh_database();

  // One connection, so that each borrower gets what the one before gave back.
  Database alone_{{.dsn = place_.dsn, .pool = 1, .acquire_timeout = std::chrono::milliseconds(200)}};

  static void add_counter(Session& session, const std::string& prefix) {
    session.run("insert into code_counter (city_id, prefix, last) values (nrmm_city(), $1, 1)", {prefix});
  }
  static int counters(Session& session) { return session.run("select from code_counter").size(); }
  static std::string backend(Session& session) {
    return session.run("select pg_backend_pid() as pid").front().text("pid");
  }
};

template <class Work>
std::string sql_state(Work work) {
  try {
    work();
  } catch (const SqlError& error) {
    return error.state.empty() ? "lost" : error.state;
  }
  return "done";
}

template <class Work>
int problem_status(Work work) {
  try {
    work();
  } catch (const Problem& problem) {
    return problem.status;
  }
  return 0;
}

}  // namespace nrmm::storage
