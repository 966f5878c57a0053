#include <gtest/gtest.h>

#include "sample_pack.hpp"

namespace nrmm::cities {
namespace {

using sample::day;

// R22: working days follow the city's calendar. Eight days off and one extra working Saturday in October
// 2025.
TEST(Calendar, DaysOffAndExtraWorkdays) {
  const Pack pack = sample::city();
  EXPECT_TRUE(pack.working_day(day("2025-09-30")));
  EXPECT_FALSE(pack.working_day(day("2025-10-01")));
  EXPECT_FALSE(pack.working_day(day("2025-10-08")));
  EXPECT_TRUE(pack.working_day(day("2025-10-11")));   // Saturday
  EXPECT_FALSE(pack.working_day(day("2025-10-12")));  // Sunday
}

// R22
TEST(Calendar, WorkingDaysAreCountedFromTheDayAfter) {
  const Pack pack = sample::city();
  EXPECT_EQ(pack.due({5, true}, day("2025-09-30")).iso(), "2025-10-14");
  EXPECT_EQ(pack.due({1, true}, day("2025-10-10")).iso(), "2025-10-11");
  EXPECT_EQ(pack.due({0, true}, day("2025-10-01")).iso(), "2025-10-01");
}

// R34: day 30 is in time, day 31 is not.
TEST(Calendar, DaysAreCountedFromTheDayAfter) {
  const Pack pack = sample::city();
  EXPECT_EQ(pack.due({30, false}, day("2025-06-01")).iso(), "2025-07-01");
  EXPECT_EQ(pack.due({0, false}, day("2025-06-01")).iso(), "2025-06-01");
}

// R22: each year has a list of its own; a deadline that ends in the next year needs both.
TEST(Calendar, TheListsOfAllYearsAddUp) {
  Pack pack = sample::city();
  Policy off;
  off.dated[day("2025-01-01")].value = {"2025-10-01/2025-10-08"};
  off.dated[day("2026-01-01")].value = {"2026-01-01/2026-01-03"};
  pack.policies["calendar.days_off"] = off;
  EXPECT_FALSE(pack.working_day(day("2025-10-08")));
  EXPECT_EQ(pack.due({2, true}, day("2025-12-31")).iso(), "2026-01-05");  // the 4th is an extra workday
}

// X113: ends of months, the leap day, and the turn of a year, in days and in working days.
TEST(Calendar, EndsOfMonthsAndTheLeapDay) {
  const Pack pack;
  struct Case {
    Duration duration;
    const char* start;
    const char* due;
  };
  const Case kCases[] = {
      {{1, false}, "2026-01-31", "2026-02-01"},   {{1, false}, "2028-02-28", "2028-02-29"},
      {{1, false}, "2028-02-29", "2028-03-01"},   {{1, false}, "2027-02-28", "2027-03-01"},
      {{1, false}, "2100-02-28", "2100-03-01"},   {{30, false}, "2028-01-31", "2028-03-01"},
      {{365, false}, "2028-02-29", "2029-02-28"}, {{1, false}, "2026-12-31", "2027-01-01"},
      {{1, true}, "2028-02-28", "2028-02-29"},    {{3, true}, "2028-02-28", "2028-03-02"},
      {{2, true}, "2026-01-30", "2026-02-03"},    {{5, true}, "2026-12-28", "2027-01-04"}};
  for (const Case& each : kCases) {
    EXPECT_EQ(pack.due(each.duration, day(each.start)).iso(), each.due) << each.start;
    EXPECT_EQ(pack.before(each.duration, day(each.due)).iso(), each.start) << each.due;
  }
}

TEST(Calendar, WithoutListsOnlyWeekendsAreOff) {
  const Pack pack;
  EXPECT_TRUE(pack.working_day(day("2025-10-01")));
  EXPECT_FALSE(pack.working_day(day("2025-10-04")));
}

TEST(Duration, AsPacksWriteIt) {
  EXPECT_EQ(Duration::parse("30 days")->days, 30);
  EXPECT_FALSE(Duration::parse("30 days")->working);
  EXPECT_TRUE(Duration::parse("5 working days")->working);
  EXPECT_EQ(Duration::parse("1 day")->str(), "1 days");
  for (const char* wrong :
       {"", "30", "days", "30days", "-1 days", "30 weeks", "5 working  days", "99999999999 days"})
    EXPECT_FALSE(Duration::parse(wrong)) << wrong;
}

}  // namespace
}  // namespace nrmm::cities
