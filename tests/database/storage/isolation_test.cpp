#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>
#include <thread>

#include <gmock/gmock.h>

#include "fixture.hpp"

namespace nrmm::storage {
namespace {

using Isolation = DatabaseTest;

TEST_F(Isolation, ACitySeesAndWritesOnlyItsOwn) {
  Session a = alone_.session("city_a");
  add_counter(a, "A");
  EXPECT_EQ(
      sql_state([&] { a.run("insert into code_counter (city_id, prefix, last) values ('city_b', 'B', 1)"); }),
      "42501");
  Database other({.dsn = place_.dsn, .pool = 1});
  Session b = other.session("city_b");
  EXPECT_EQ(counters(b), 0);
  EXPECT_EQ(b.run("update code_counter set last = 9").affected(), 0);
  EXPECT_EQ(sql_state([&] { a.run("update code_counter set city_id = 'city_b'"); }), "42501");
  EXPECT_EQ(counters(a), 1);
}

// X079: work without a city, as a job that forgot whose it is, fails closed.
TEST_F(Isolation, WithoutACityNothingIsSeenOrWritten) {
  {
    Session a = alone_.session("city_a");
    add_counter(a, "A");
  }
  Session none = alone_.session("");
  EXPECT_EQ(counters(none), 0);
  EXPECT_EQ(
      sql_state([&] { none.run("insert into code_counter (city_id, prefix, last) values ('', 'B', 1)"); }),
      "42501");
  EXPECT_EQ(none.run("select from code_ledger").size(), 0) << "the ledger is global and may be asked";
}

// Every table with a city_id, so that a new one cannot be forgotten.
TEST_F(Isolation, EveryTableOfACityHasItsPolicy) {
  Session session = alone_.session("");
  std::set<std::string> open;
  for (const Row row :
       session.run("select relname, relrowsecurity and relforcerowsecurity and exists(select from pg_policy "
                   "where polrelid = c.oid) as closed "
                   "from pg_class c join pg_attribute a on a.attrelid = c.oid and attname = 'city_id' "
                   "where relkind = 'r' and relnamespace = 'public'::regnamespace"))
    if (!row.flag("closed")) open.insert(row.text("relname"));
  EXPECT_THAT(open, ::testing::ElementsAre("code_ledger", "pack_activation", "pack_revision"));
}

// X075: 16 threads, two cities, exceptions at random, in and outside of transactions. Seeded.
TEST_F(Isolation, AlternatingCitiesNeverMix) {
  constexpr int kThreads = 16;
  constexpr int kRounds = 150;
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::seconds(std::getenv("NRMM_LONG") ? 600 : 5);
  Database server({.dsn = place_.dsn, .pool = 5, .acquire_timeout = std::chrono::seconds(30)});
  std::atomic<int> foreign = 0;
  std::atomic<int> unset = 0;
  std::atomic<int> kept = 0;
  std::atomic<int> thrown = 0;
  const auto work = [&](unsigned seed) {
    std::mt19937 dice(seed);
    for (int round = 0; round < kRounds || std::chrono::steady_clock::now() < end; ++round) {
      const std::string city = dice() % 2 == 0 ? "city_a" : "city_b";
      const unsigned fate = dice() % 6;
      try {
        Session session = server.session(city);
        if (fate == 0) throw std::runtime_error("before anything");
        Transaction transaction(session);
        add_counter(session, city + std::to_string(seed) + "-" + std::to_string(round));
        if (fate == 1) throw std::runtime_error("inside");
        if (fate == 2) session.run("select 1 / 0");
        if (fate == 3) session.run("set local app.city = 'city_c'");
        if (session.run("select nrmm_city() as city").front().text("city").empty()) ++unset;
        for (const Row row : session.run("select city_id from code_counter order by prefix limit 20"))
          if (row.text("city_id") != city) ++foreign;
        if (fate == 4) session.run("select set_config('app.city', 'city_c', false)");
        if (fate < 4) continue;
        transaction.commit();
        ++kept;
      } catch (const std::exception&) {
        ++thrown;
      }
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
  std::cout << "measured: " << kept << " kept, " << thrown << " thrown, " << foreign << " foreign rows, "
            << unset << " without a city\n";
  EXPECT_EQ(foreign, 0);
  EXPECT_EQ(unset, 0);
  Database root({.dsn = place_.root_dsn, .pool = 1});
  Session all = root.session("");
  EXPECT_EQ(all.run("select from code_counter where not starts_with(prefix, city_id)").size(), 0);
  EXPECT_EQ(counters(all), kept);
  EXPECT_GT(kept, kThreads * kRounds / 6);
}

}  // namespace
}  // namespace nrmm::storage
