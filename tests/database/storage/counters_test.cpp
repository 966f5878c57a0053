#include "storage/counters.hpp"

#include <atomic>
#include <thread>

#include "fixture.hpp"

namespace nrmm::storage {
namespace {

using Counters = DatabaseTest;
using namespace std::chrono_literals;

TEST_F(Counters, CountUpToTheLimitAndSayWhenToComeBack) {
  Session session = alone_.session("city_a");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(take(session, "sms:1", 3, 24h).allowed) << i;
  const Taken fourth = take(session, "sms:1", 3, 24h);
  EXPECT_FALSE(fourth.allowed);
  EXPECT_GE(fourth.retry_after, 1);
  EXPECT_LE(fourth.retry_after, 24 * 3600);
  EXPECT_EQ(counted(session, "sms:1", 24h), 3);
  EXPECT_TRUE(take(session, "sms:2", 3, 24h).allowed);
  EXPECT_FALSE(take(session, "none", 0, 24h).allowed);
}

TEST_F(Counters, AreACitysOwn) {
  Session session = alone_.session("city_a");
  EXPECT_TRUE(take(session, "x", 1, 24h).allowed);
  Database other({.dsn = place_.dsn, .pool = 1});
  Session b = other.session("city_b");
  EXPECT_TRUE(take(b, "x", 1, 24h).allowed);
}

TEST_F(Counters, BeginAnewInTheNextWindowOfTheRegistersClock) {
  Session session = alone_.session("city_a");
  EXPECT_TRUE(take(session, "x", 1, 24h).allowed);
  EXPECT_FALSE(take(session, "x", 1, 24h).allowed);
  Database owner({.dsn = place_.owner_dsn, .pool = 1});
  owner.session("").run("insert into demo_clock (shift) values (interval '1 day')");
  EXPECT_TRUE(take(session, "x", 1, 24h).allowed);
  sweep_counters(session, 36h);
  EXPECT_FALSE(take(session, "x", 1, 24h).allowed) << "the running window is kept";
}

TEST_F(Counters, ForgetASuccess) {
  Session session = alone_.session("city_a");
  EXPECT_TRUE(take(session, "x", 1, 24h).allowed);
  forget(session, "x");
  EXPECT_TRUE(take(session, "x", 1, 24h).allowed);
}

TEST_F(Counters, AreExactUnderThreads) {
  Database server({.dsn = place_.dsn, .pool = 8, .acquire_timeout = 20s});
  std::atomic<int> allowed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round)
        server.transact("city_a", [&](Session& session) {
          if (take(session, "x", 100, 24h)) ++allowed;
        });
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(allowed, 100);
}

}  // namespace
}  // namespace nrmm::storage
