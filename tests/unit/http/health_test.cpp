// X040: asking for health asks the database at most once a second.
#include "http/health.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace nrmm::http {
namespace {

TEST(Health, is_ready_only_when_everything_is) {
  bool database = true;
  auto now = std::chrono::steady_clock::time_point{} + std::chrono::hours(1);
  Health health({{"database", [&] { return database; }}, {"packs", [] { return true; }}},
                [&] { return now; });
  EXPECT_TRUE(health.now().ready);
  database = false;
  now += std::chrono::seconds(2);
  const Readiness readiness = health.now();
  EXPECT_FALSE(readiness.ready);
  EXPECT_EQ(readiness.checks, Json({{"database", false}, {"packs", true}}));
}

TEST(Health, asks_at_most_once_a_second) {
  int asked = 0;
  auto now = std::chrono::steady_clock::time_point{} + std::chrono::hours(1);
  Health health({{"database", [&] { return ++asked > 0; }}}, [&] { return now; });
  for (int i = 0; i < 500; ++i) health.now();
  EXPECT_EQ(asked, 1);
  now += std::chrono::milliseconds(1001);
  health.now();
  EXPECT_EQ(asked, 2);
}

TEST(Health, a_check_that_throws_is_not_ready) {
  Health health({{"photos", []() -> bool { throw std::runtime_error("disk"); }}});
  EXPECT_FALSE(health.now().ready);
}

}  // namespace
}  // namespace nrmm::http
