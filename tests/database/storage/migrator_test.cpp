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

// The steps up to the one before `number`, and all.
std::vector<Migration> before(int number) {
  auto migrations = embedded_migrations();
  std::erase_if(migrations, [&](const Migration& each) { return each.number >= number; });
  return migrations;
}

// F211, R34: a code that waited at the desk before there were reminders is told of after its last day.
TEST(Migrator, CollectionsBegunBeforeTheirTimersGetOne) {
  const TestDatabase database = Cluster::instance().empty_database();
  migrate(database.owner_dsn, "nrmm_server", before(23));
  Database root({.dsn = database.root_dsn, .pool = 1});
  const auto wait = [&](const char* serial, const Param& last_day, const Param& collected) {
    Session session = root.session("");
    session.run("set session_replication_role = replica");  // without its machine and its line of the ledger
    session.run(
        "insert into collection (city_id, serial, machine_id, id, last_day, collected_at) values "
        "('town', $1, gen_random_uuid(), gen_random_uuid(), current_date + $2::int, $3)",
        {serial, last_day, collected});
  };
  wait("AHEAD", "10", nullptr);
  wait("OVER", "-10", nullptr);
  wait("NONE", nullptr, nullptr);
  wait("HANDED", "10", "2026-01-01");
  migrate(database.owner_dsn, "nrmm_server");
  std::vector<std::string> told;
  Session session = root.session("");
  for (const Row& row :
       session.run("select serial || (wake_on - current_date) as told from collection order by serial"))
    told.push_back(row.text("told"));
  EXPECT_THAT(told, ElementsAre("AHEAD11", "", "", "OVER-9"));
}

TEST(Migrator, FindsTheRoleOfAConnectionString) {
  EXPECT_EQ(role_of("host=/run user='a b'"), "a b");
  EXPECT_EQ(role_of("postgresql://server@db1,db2/nrmm"), "server");
  EXPECT_THROW(role_of("not a connection string"), std::runtime_error);
}

}  // namespace
}  // namespace nrmm::storage
