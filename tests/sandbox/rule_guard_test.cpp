// X090, X098, P5: one city's rules neither stop nor slow another's.
#include "lua/rule_guard.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "script.hpp"

namespace nrmm::lua {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

Result fine() { return {Failure::none, {1}, ""}; }
Result stopped() { return {Failure::budget, {}, "rules/machine.lua:1: took longer than 200 ms"}; }
Result failed() { return {Failure::error, {}, "rules/machine.lua:1: no"}; }

const RuleGuard::Call kCall{"town", "r1", "machine.stage"};

// With a clock that the test moves.
class Guard : public testing::Test {
 protected:
  Failure run(const std::function<Result()>& rule, const RuleGuard::Call& call = kCall) {
    return guard.run(call, rule).failure;
  }
  void stop(int times, const RuleGuard::Call& call = kCall) {
    for (int i = 0; i < times; ++i) ASSERT_EQ(run(stopped, call), Failure::budget) << i;
  }
  std::vector<std::string> told() const {
    std::vector<std::string> out;
    for (const auto& alarm : alarms)
      out.push_back(std::string(name_of(alarm.what)) + " " + alarm.call.revision + " " + alarm.call.rule);
    return out;
  }

  std::vector<RuleGuard::Alarm> alarms;
  RuleGuard::Clock::time_point now{seconds(1000)};
  RuleGuard::Limits limits;
  RuleGuard guard{limits, [this](const RuleGuard::Alarm& alarm) { alarms.push_back(alarm); },
                  [this] { return now; }};
};

TEST_F(Guard, FiveStopsInAMinutePutARevisionOnManualForAMinute) {
  stop(5);
  bool called = false;
  const Result held = guard.run(kCall, [&] { return called = true, fine(); });
  EXPECT_EQ(held.failure, Failure::manual);
  EXPECT_THAT(held.message, HasSubstr("machine.stage was not run: 5 calls of this revision within 60 s"));
  EXPECT_FALSE(called);
  EXPECT_EQ(told(), (std::vector<std::string>{"budget r1 machine.stage", "manual r1 machine.stage"}));
  now += seconds(59);
  EXPECT_EQ(run(fine), Failure::manual);
  now += seconds(1);
  EXPECT_EQ(run(fine), Failure::none);
}

TEST_F(Guard, AfterwardsItIsTriedAgainWithTheSamePatience) {
  stop(5);
  now += seconds(60);
  stop(5);
  EXPECT_EQ(run(fine), Failure::manual);
  EXPECT_EQ(guard.counts().at("town").alarms, 2U);
}

TEST_F(Guard, StopsFurtherApartDoNotAddUp) {
  stop(4);
  now += seconds(60);
  stop(4);
  EXPECT_EQ(run(fine), Failure::none);
  stop(1);
  EXPECT_EQ(run(fine), Failure::manual);
}

// X098: a pack that is taken back is served by its rules at once.
TEST_F(Guard, OtherRevisionsAndCitiesGoOn) {
  stop(5);
  EXPECT_EQ(run(fine, {"town", "r1", "machine.other"}), Failure::manual);
  EXPECT_EQ(run(fine, {"town", "r0", "machine.stage"}), Failure::none);
  EXPECT_EQ(run(fine, {"village", "r1", "machine.stage"}), Failure::none);
  EXPECT_TRUE(guard.counts().at("town").on_manual);
  EXPECT_FALSE(guard.counts().at("village").on_manual);
}

// X098: errors are cheap; each filing goes to a person by itself, and the operator is told.
TEST_F(Guard, ErrorsOnEveryCallAreToldOnceAMinuteAndStopNothing) {
  for (int i = 0; i < 100; ++i) ASSERT_EQ(run(failed), Failure::error);
  EXPECT_EQ(told(), std::vector<std::string>{"error r1 machine.stage"});
  now += seconds(60);
  run(failed);
  run(failed, {"town", "r1", "machine.other"});
  EXPECT_EQ(told().size(), 3U);
  EXPECT_EQ(guard.counts().at("town").errors, 102U);
  EXPECT_EQ(guard.counts().at("town").calls, 102U);
}

// Nested calls stand for other workers here: the turn is taken, and who waits has no time.
TEST_F(Guard, WhoWaitsInVainIsGivenUp) {
  for (const RuleGuard::Limits& none :
       {RuleGuard::Limits{.slow = milliseconds(0)}, RuleGuard::Limits{.longest_wait = milliseconds(0)}}) {
    RuleGuard impatient(none);
    Result inner, elsewhere;
    impatient.run(kCall, [&] {
      inner = impatient.run(kCall, fine);
      elsewhere = impatient.run({"village", "r1", "machine.stage"}, fine);
      return fine();
    });
    EXPECT_EQ(inner.failure, Failure::wait);
    EXPECT_EQ(inner.message, "machine.stage was not run: the rules of its city that run do not end");
    EXPECT_TRUE(elsewhere.ok());
    EXPECT_EQ(impatient.counts().at("town").given_up, 1U);
  }
}

// Slow rules that keep within their budget would hold as many workers as there are requests. The strike is
// the slow call's, once, however many wait behind it.
TEST_F(Guard, ACallThatOthersWaitForInVainIsAStrike) {
  RuleGuard impatient({.slow = milliseconds(0)},
                      [this](const RuleGuard::Alarm& alarm) { alarms.push_back(alarm); });
  const RuleGuard::Call slow{"town", "r0", "machine.slow"};
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(impatient.counts()["town"].alarms, 0U);
    impatient.run(slow, [&] {
      for (int j = 0; j < 3; ++j) EXPECT_EQ(impatient.run(kCall, fine).failure, Failure::wait);
      return i == 0 ? stopped() : fine();
    });
  }
  EXPECT_EQ(impatient.run(slow, fine).failure, Failure::manual);
  EXPECT_EQ(impatient.run(kCall, fine).failure, Failure::none);
  EXPECT_EQ(told(), (std::vector<std::string>{"wait r0 machine.slow", "budget r0 machine.slow",
                                              "manual r0 machine.slow"}));
}

TEST_F(Guard, ATurnIsGivenBackWhateverHappens) {
  for (int i = 0; i < 3; ++i) EXPECT_THROW(run([]() -> Result { throw std::bad_alloc(); }), std::bad_alloc);
  EXPECT_EQ(run(failed), Failure::error);
  EXPECT_EQ(run(fine), Failure::none);
}

TEST(GuardThreads, AtMostSoManyOfACityRunAtOnce) {
  RuleGuard guard({.at_once = 2, .slow = seconds(60), .longest_wait = seconds(60)});
  std::atomic<int> running = 0, most = 0, done = 0;
  const auto rule = [&] {
    const int now = ++running;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::yield();
    --running;
    return fine();
  };
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread)
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) done += guard.run(kCall, rule).ok();
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 1600);
  EXPECT_LE(most, 2);
}

TEST(GuardThreads, WhoWaitsIsFreedWhenTheRevisionIsPutOnManual) {
  RuleGuard guard({.slow = seconds(60), .longest_wait = seconds(60), .strikes = 1});
  std::promise<void> entered, leave;
  std::thread holder([&] {
    guard.run(kCall, [&] {
      entered.set_value();
      leave.get_future().wait();
      return stopped();
    });
  });
  entered.get_future().wait();
  std::vector<std::future<Failure>> waiting;
  for (int i = 0; i < 3; ++i)
    waiting.push_back(std::async(std::launch::async, [&] { return guard.run(kCall, fine).failure; }));
  leave.set_value();
  for (auto& each : waiting) EXPECT_EQ(each.get(), Failure::manual);
  holder.join();
}

// Rules of two cities under one guard, as a server has them.
class TwoCities : public testing::Test {
 protected:
  static std::string rules(const std::string& body) {
    return "local M = {}\nfunction M.f(answers)\n" + body + "\nend\nreturn M";
  }

  // The 99th of a hundred, in microseconds.
  std::int64_t p99_of_good(int calls) {
    std::vector<std::int64_t> took;
    for (int i = 0; i < calls; ++i) {
      const auto start = std::chrono::steady_clock::now();
      const Result result = good.call("f", {{"n", i}});
      const auto spent = std::chrono::steady_clock::now() - start;
      EXPECT_EQ(result.values, std::vector<Json>{2 * i}) << result.message;
      took.push_back(std::chrono::duration_cast<std::chrono::microseconds>(spent).count());
    }
    std::sort(took.begin(), took.end());
    return took.at(took.size() * 99 / 100);
  }

  Script good{rules("return answers.n * 2")};
  Script bad{rules("while true do pcall(function() while true do end end) end")};
};

TEST_F(TwoCities, OneRunsAwayTheOtherDoesNotNotice) {
  RuleGuard guard({});
  good.pool->put_under(guard, "good", "g1");
  bad.pool->put_under(guard, "bad", "b1");
  const auto before = p99_of_good(2000);
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread)
    threads.emplace_back([&] {
      while (!stop) EXPECT_FALSE(bad.call("f").ok());
    });
  while (guard.counts()["bad"].alarms == 0) p99_of_good(100);
  stop = true;
  for (auto& thread : threads) thread.join();
  const auto during = p99_of_good(2000);
  const RuleGuard::Counts counts = guard.counts()["bad"];
  std::cout << "X090 a runaway rule called by 8 threads: " << counts.stopped << " calls stopped, "
            << counts.given_up << " given up, " << counts.manual
            << " left to persons; other city's rule p99 before " << before
            << " us, with the revision on manual " << during << " us\n";
  EXPECT_LE(counts.stopped, 5U);
  EXPECT_EQ(guard.counts()["good"].given_up, 0U);
  EXPECT_EQ(guard.counts()["good"].manual, 0U);
}

}  // namespace
}  // namespace nrmm::lua
