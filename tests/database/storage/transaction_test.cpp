#include <atomic>
#include <stdexcept>
#include <thread>

#include "fixture.hpp"

namespace nrmm::storage {
namespace {

using Transactions = DatabaseTest;
using namespace std::chrono_literals;

TEST_F(Transactions, CommitKeepsAndLeavingRollsBack) {
  Session session = alone_.session("city_a");
  {
    Transaction transaction(session);
    add_counter(session, "A");
  }
  EXPECT_EQ(counters(session), 0);
  Transaction transaction(session);
  EXPECT_TRUE(session.in_transaction());
  add_counter(session, "A");
  transaction.commit();
  EXPECT_FALSE(session.in_transaction());
  EXPECT_EQ(counters(session), 1);
}

TEST_F(Transactions, DoNotNest) {
  Session session = alone_.session("city_a");
  Transaction outer(session);
  EXPECT_THROW(Transaction inner(session), std::logic_error);
  add_counter(session, "A");
  outer.commit();
  EXPECT_EQ(counters(session), 1);
}

// PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error.
TEST_F(Transactions, CommitAfterAFailedStatementIsAnError) {
  Session session = alone_.session("city_a");
  Transaction transaction(session);
  add_counter(session, "A");
  EXPECT_EQ(sql_state([&] { add_counter(session, "A"); }), "23505");
  EXPECT_EQ(sql_state([&] { transaction.commit(); }), "25P02");
  EXPECT_EQ(counters(session), 0);
}

// X007: whichever statement fails, all or nothing, and the connection is clean.
TEST_F(Transactions, AllOrNothingWhicheverStatementFails) {
  for (int failing = 0; failing < 4; ++failing) {
    EXPECT_NE(sql_state([&] {
                alone_.transact("city_a", [&](Session& session) {
                  for (int i = 0; i < 4; ++i)
                    i == failing ? void(session.run("select 1 / 0"))
                                 : add_counter(session, std::to_string(i));
                });
              }),
              "done");
    Session session = alone_.session("city_a");
    EXPECT_EQ(counters(session), 0);
  }
}

TEST_F(Transactions, TransactReturnsWhatTheWorkReturns) {
  EXPECT_EQ(alone_.transact("city_a", [](Session& session) { return session.city(); }), "city_a");
}

// X015: 40001 and 40P01 are tried again, at most three times, and only the last try stays.
TEST_F(Transactions, RetrySerializationFailures) {
  int tries = 0;
  alone_.transact("city_a", [&](Session& session) {
    add_counter(session, std::to_string(++tries));
    if (tries == 1) session.run("do $$ begin raise exception using errcode = '40001'; end $$");
    if (tries == 2) session.run("do $$ begin raise exception using errcode = '40P01'; end $$");
  });
  EXPECT_EQ(tries, 3);
  Session session = alone_.session("city_a");
  EXPECT_EQ(session.run("select prefix from code_counter").front().text("prefix"), "3");
  EXPECT_EQ(counters(session), 1);
}

TEST_F(Transactions, RetriesEnd) {
  int tries = 0;
  EXPECT_EQ(sql_state([&] {
              alone_.transact("city_a", [&](Session& session) {
                ++tries;
                session.run("do $$ begin raise exception using errcode = '40001'; end $$");
              });
            }),
            "40001");
  EXPECT_EQ(tries, 3);
}

TEST_F(Transactions, ARealDeadlockIsSolved) {
  Database two({.dsn = place_.dsn, .pool = 2});
  two.transact("city_a", [](Session& session) {
    add_counter(session, "A");
    add_counter(session, "B");
  });
  std::atomic<int> holding = 0;
  const auto both = [&](const char* first, const char* second) {
    two.transact("city_a", [&](Session& session) {
      const char* update =
          "update code_counter set last = last + 1 where city_id = nrmm_city() and prefix = $1";
      session.run(update, {first});
      for (++holding; holding < 2;) std::this_thread::yield();
      session.run(update, {second});
    });
  };
  std::thread other([&] { both("B", "A"); });
  both("A", "B");
  other.join();
  Session session = two.session("city_a");
  EXPECT_EQ(session.run("select sum(last) as sum from code_counter").front().integer("sum"), 6);
}

// X012: a locked table costs its own users a bounded wait and nobody else anything.
TEST_F(Transactions, LocksAndStatementsAreBounded) {
  Database server({.dsn = place_.dsn, .pool = 3, .statement_timeout = 400ms, .lock_timeout = 100ms});
  Database root({.dsn = place_.root_dsn, .pool = 1});
  Session locker = root.session("city_a");
  Transaction lock(locker);
  locker.run("lock table code_counter in access exclusive mode");
  EXPECT_EQ(
      problem_status([&] { server.transact("city_a", [](Session& session) { add_counter(session, "A"); }); }),
      503);
  EXPECT_EQ(
      problem_status([&] { server.transact("city_a", [](Session& s) { s.run("select pg_sleep(20)"); }); }),
      503);
  EXPECT_EQ(server.session("city_a").run("select count(*) as n from machine").front().integer("n"), 0);
}

}  // namespace
}  // namespace nrmm::storage
