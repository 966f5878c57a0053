#include "base/china_day.hpp"

#include <gtest/gtest.h>

namespace nrmm {
namespace {

using namespace std::chrono_literals;

// X113: at four in the afternoon in UTC the next day begins in China.
TEST(ChinaDay, BeginsEightHoursBeforeThatOfUtc) {
  const std::chrono::sys_days day = 2026y / 11 / 27;
  EXPECT_EQ(china_day(day + 15h + 59min).iso(), "2026-11-27");
  EXPECT_EQ(china_day(day + 16h).iso(), "2026-11-28");
}

}  // namespace
}  // namespace nrmm
