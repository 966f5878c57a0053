#include "storage/migrator.hpp"

#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cluster.hpp"
#include "storage/database.hpp"

namespace nrmm::storage {
namespace {

using nrmm::testing::Cluster;
using nrmm::testing::TestDatabase;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string refusal(const TestDatabase& database, const std::vector<Migration>& migrations) {
  try {
    migrate(database.owner_dsn, "nrmm_server", migrations);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

std::vector<Migration> with(std::vector<Migration> migrations, const std::string& sql) {
  const int number = migrations.back().number + 1;
  migrations.push_back({number, "000" + std::to_string(number) + "_more", sql});
  return migrations;
}

TEST(Migrator, RepeatedDoesNothing) {
  const TestDatabase database = Cluster::instance().empty_database();
  EXPECT_EQ(migrate(database.owner_dsn, "nrmm_server").front(), "0001_base");
  EXPECT_THAT(migrate(database.owner_dsn, "nrmm_server"), IsEmpty());
}

TEST(Migrator, SeveralAtOnceDoEachStepOnce) {
  const TestDatabase database = Cluster::instance().empty_database();
  std::vector<std::thread> threads;
  std::atomic<std::size_t> steps = 0;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] { steps += migrate(database.owner_dsn, "nrmm_server").size(); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(steps, embedded_migrations().size());
}

TEST(Migrator, AFailedStepLeavesNothingAndCanBeRepeated) {
  const TestDatabase database = Cluster::instance().fresh_database();
  const auto broken = with(embedded_migrations(), "alter table machine add half text; select no_such_column");
  EXPECT_THAT(refusal(database, broken), HasSubstr("42703"));
  const auto mended = with(embedded_migrations(), "alter table machine add half text");
  EXPECT_THAT(migrate(database.owner_dsn, "nrmm_server", mended), ElementsAre(mended.back().name));
}

TEST(Migrator, RefusesAnAlteredStep) {
  const TestDatabase database = Cluster::instance().fresh_database();
  auto altered = embedded_migrations();
  altered.front().sql += "-- one more line";
  EXPECT_THAT(refusal(database, altered),
              HasSubstr("0001_base of the database is not the one in this program"));
}

TEST(Migrator, RefusesADatabaseNewerThanTheProgram) {
  const TestDatabase database = Cluster::instance().fresh_database();
  migrate(database.owner_dsn, "nrmm_server", with(embedded_migrations(), "select 1"));
  EXPECT_THAT(refusal(database, embedded_migrations()), HasSubstr("newer than this program"));
  Database server({.dsn = database.dsn});
  EXPECT_THROW(server.verify_role_and_schema(), std::runtime_error);
}

TEST(Migrator, EveryTableNeedsADecisionAboutItsRights) {
  const TestDatabase database = Cluster::instance().fresh_database();
  const auto undecided = with(embedded_migrations(), "create table undecided (id int)");
  EXPECT_THAT(refusal(database, undecided), HasSubstr("table undecided has no line in storage/grants.cpp"));
}

TEST(Migrator, FindsTheRoleOfAConnectionString) {
  EXPECT_EQ(role_of("host=/run user='a b'"), "a b");
  EXPECT_EQ(role_of("postgresql://server@db1,db2/nrmm"), "server");
  EXPECT_THROW(role_of("not a connection string"), std::runtime_error);
}

}  // namespace
}  // namespace nrmm::storage
