// X012: who waits long shares half of the pool; who does not goes on.
#include "storage/stalls.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace nrmm::storage {
namespace {

using namespace std::chrono_literals;
using Answer = Stalls::Answer;

struct StallsTest : ::testing::Test {
  Stalls::Clock::time_point now = Stalls::Clock::now();
  Stalls stalls{8};
  std::vector<Stalls::Hold> holds;

  void begin(const char* who, int times) {
    for (int i = 0; i < times; ++i) holds.push_back(stalls.begin(who, now));
  }
  void end_all(bool in_vain) {
    for (const auto& hold : holds) stalls.end(hold, in_vain, now);
    holds.clear();
  }
};

TEST_F(StallsTest, QuickCallsTakeWhatTheyWant) {
  begin("a", 7);
  now += 400ms;
  EXPECT_EQ(stalls.ask("a", now), Answer::take);
}

TEST_F(StallsTest, SlowCallsShareHalf) {
  begin("a", 3);
  begin("b", 1);
  now += 600ms;
  EXPECT_EQ(stalls.ask("a", now), Answer::wait);
  EXPECT_EQ(stalls.ask("c", now), Answer::take);
  EXPECT_EQ(stalls.ask("", now), Answer::take);
  stalls.end(holds.back(), false, now);
  EXPECT_EQ(stalls.ask("a", now), Answer::take);
}

TEST_F(StallsTest, WhoWaitedInVainIsRefusedForAWhile) {
  begin("a", 8);
  now += 2s;
  end_all(true);
  EXPECT_EQ(stalls.ask("a", now), Answer::take);
  begin("a", 4);
  EXPECT_EQ(stalls.ask("a", now), Answer::refuse);
  EXPECT_EQ(stalls.ask("b", now), Answer::take);
  now += 100ms;
  end_all(false);
  now += 2s;
  begin("a", 8);
  EXPECT_EQ(stalls.ask("a", now), Answer::take) << "it is forgotten";
}

TEST_F(StallsTest, WorkWithoutANameIsNotCounted) {
  begin("", 8);
  now += 10s;
  EXPECT_EQ(stalls.ask("", now), Answer::take);
  end_all(true);
  EXPECT_EQ(stalls.ask("", now), Answer::take);
}

}  // namespace
}  // namespace nrmm::storage
