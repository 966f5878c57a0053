#include <stdexcept>
#include <thread>

#include "fixture.hpp"

namespace nrmm::storage {
namespace {

// X013: what one borrower leaves, the next never sees. The pool has one connection.
class Guard : public DatabaseTest {
 protected:
  void expect_clean() {
    Session next = alone_.session("city_b");
    EXPECT_FALSE(next.in_transaction());
    EXPECT_EQ(next.run("select nrmm_city() as city").front().text("city"), "city_b");
    EXPECT_EQ(next.run("show timezone").front().text("TimeZone"), "Asia/Shanghai");
    EXPECT_EQ(next.run("show statement_timeout").front().text("statement_timeout"), "10s");
    EXPECT_EQ(counters(next), 0);
  }
};

TEST_F(Guard, AForgottenTransactionIsRolledBack) {
  {
    Session session = alone_.session("city_b");
    session.run("begin");
    add_counter(session, "A");
  }
  expect_clean();
}

TEST_F(Guard, AnAbortedTransactionIsRolledBack) {
  {
    Session session = alone_.session("city_b");
    session.run("begin");
    add_counter(session, "A");
    EXPECT_EQ(sql_state([&] { session.run("select no_such_column"); }), "42703");
    EXPECT_EQ(sql_state([&] { session.run("select 1"); }), "25P02");
  }
  expect_clean();
}

TEST_F(Guard, AThrownTransactionIsRolledBack) {
  EXPECT_THROW(alone_.transact("city_b",
                               [](Session& session) {
                                 add_counter(session, "A");
                                 throw std::runtime_error("any");
                               }),
               std::runtime_error);
  expect_clean();
}

TEST_F(Guard, SettingsDoNotLeak) {
  for (const char* statement :
       {"set app.city = 'city_a'", "select set_config('app.city', 'city_a', false)", "set timezone = 'UTC'",
        "set statement_timeout = 0", "set session characteristics as transaction read only", "reset all",
        "create temp table code_counter (prefix text)", "select pg_advisory_lock(1)"}) {
    alone_.session("city_b").run(statement);
    expect_clean();
  }
}

TEST_F(Guard, ASettingThatARollbackTakesBackDoesNotMatter) {
  {
    Session session = alone_.session("city_b");
    {
      Transaction transaction(session);
      session.run("set local app.city = 'city_a'");
    }
    EXPECT_EQ(session.run("select nrmm_city() as city").front().text("city"), "city_b");
  }
  expect_clean();
}

TEST_F(Guard, AnErrorDoesNotCostTheConnection) {
  std::string first;
  {
    Session session = alone_.session("city_a");
    first = backend(session);
    EXPECT_EQ(sql_state([&] { session.run("select no_such_column"); }), "42703");
  }
  Session session = alone_.session("city_a");
  EXPECT_EQ(backend(session), first);
}

TEST_F(Guard, TheSameCityIsNotSetAgain) {
  alone_.session("city_a");
  nrmm::storage::Database root({.dsn = place_.root_dsn, .pool = 1});
  const auto last_statement = [&] {
    return root.session("")
        .run(
            "select query from pg_stat_activity where usename = 'nrmm_server' and datname = "
            "current_database()")
        .front()
        .text("query");
  };
  alone_.session("city_a").run("select 1 as marker");
  alone_.session("city_a");
  EXPECT_EQ(last_statement(), "select 1 as marker") << "a look-up is one round trip";
}

TEST_F(Guard, AChangedTimeZoneIsSet) {
  alone_.session("city_a");
  alone_.set_timezone("city_a", "Asia/Urumqi");
  EXPECT_EQ(alone_.session("city_a").run("show timezone").front().text("TimeZone"), "Asia/Urumqi");
  EXPECT_EQ(alone_.session("city_b").run("show timezone").front().text("TimeZone"), "Asia/Shanghai");
}

TEST_F(Guard, WaitsBoundedForAConnection) {
  Session holder = alone_.session("city_a");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(problem_status([&] { alone_.session("city_a"); }), 503);
  const auto waited = std::chrono::steady_clock::now() - start;
  EXPECT_GE(waited, std::chrono::milliseconds(190));
  EXPECT_LT(waited, std::chrono::seconds(2));
}

TEST_F(Guard, AWaitingBorrowerGetsWhatIsReturned) {
  Database patient({.dsn = place_.dsn, .pool = 1, .acquire_timeout = std::chrono::seconds(20)});
  auto holder = std::make_unique<Session>(patient.session("city_a"));
  std::thread waiting(
      [&] { EXPECT_EQ(patient.session("city_b").run("select 1 as one").front().integer("one"), 1); });
  holder.reset();
  waiting.join();
}

TEST_F(Guard, StatementTextsDoNotFillTheServer) {
  Session session = alone_.session("city_a");
  for (int i = 0; i < 600; ++i) session.run("select " + std::to_string(i) + " as n");
  EXPECT_LE(session.run("select count(*) as n from pg_prepared_statements").front().integer("n"), 401);
  EXPECT_EQ(session.run("select 599 as n").front().integer("n"), 599);
}

}  // namespace
}  // namespace nrmm::storage
