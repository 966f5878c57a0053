#include "demo/timetable.hpp"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nrmm::demo {
namespace {

using ::testing::HasSubstr;

Movements group(std::vector<std::size_t> sites, std::size_t machines, std::size_t count,
                std::size_t stay = 0) {
  Movements made;
  made.sites = std::move(sites);
  made.machines = machines;
  made.count = count;
  made.stay = stay;
  return made;
}

std::string told(const Movements& bad) {
  try {
    journeys({bad}, 4, 3);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(Timetable, AllMovementsAndNoMoreAreDealt) {
  const std::vector<Movements> groups = {group({1, 2, 3}, 7, 100, 4), group({2}, 3, 9, 1)};
  const auto all = journeys(groups, 10, 3);
  ASSERT_EQ(all.size(), 10U);
  std::set<std::size_t> numbers;
  std::map<const Movements*, std::size_t> inside;
  for (const Journey& journey : all) {
    for (std::size_t i = 0; i < journey.size(); ++i) {
      numbers.insert(journey[i].number);
      EXPECT_EQ(journey[i].entry, i % 2 == 0);
      EXPECT_EQ(journey[i].machine, journey.front().machine);
      if (!journey[i].entry) {
        EXPECT_EQ(journey[i].site, journey[i - 1].site);
      }
      EXPECT_LT(journey[i].site, 3U);
    }
    inside[journey.front().group] += journey.size() % 2;
  }
  EXPECT_EQ(numbers.size(), 109U);
  EXPECT_EQ(*numbers.rbegin(), 108U);
  EXPECT_EQ(inside[&groups[0]], 4U);
  EXPECT_EQ(inside[&groups[1]], 1U);
}

TEST(Timetable, OverlappingVisitsGoInBeforeTheyAreOut) {
  auto overlapping = group({1, 2}, 1, 8);
  overlapping.overlap = true;
  const auto all = journeys({overlapping}, 1, 2);
  std::vector<std::pair<std::size_t, bool>> seen;
  for (const Passing& passing : all.at(0)) seen.emplace_back(passing.site, passing.entry);
  const std::vector<std::pair<std::size_t, bool>> wanted = {{0, true}, {1, true}, {0, false}, {1, false},
                                                            {0, true}, {1, true}, {0, false}, {1, false}};
  EXPECT_EQ(seen, wanted);
}

TEST(Timetable, LateReportsAreSpreadInTheirOrder) {
  auto late = group({1}, 3, 30);
  late.from_hours_ago = 70;
  late.to_hours_ago = 4;
  for (const Journey& journey : journeys({late}, 3, 1)) {
    double before = 70;
    for (const Passing& passing : journey) {
      EXPECT_LT(passing.hours_ago, before);
      EXPECT_GT(passing.hours_ago, 4);
      before = passing.hours_ago;
    }
  }
}

TEST(Timetable, SaysWhichGroupCannotBePlayed) {
  EXPECT_THAT(told(group({}, 1, 2)), HasSubstr("group 1"));
  EXPECT_THAT(told(group({1}, 0, 2)), HasSubstr("machines"));
  EXPECT_THAT(told(group({4}, 1, 2)), HasSubstr("no site 4"));
  EXPECT_THAT(told(group({0}, 1, 2)), HasSubstr("no site 0"));
  EXPECT_THAT(told(group({1}, 5, 10)), HasSubstr("only 4"));
  EXPECT_THAT(told(group({1}, 2, 9, 3)), HasSubstr("stay"));
  EXPECT_THAT(told(group({1}, 2, 9)), HasSubstr("fit"));
  EXPECT_EQ(told(group({1, 2, 3}, 4, 9, 1)), "");
}

}  // namespace
}  // namespace nrmm::demo
