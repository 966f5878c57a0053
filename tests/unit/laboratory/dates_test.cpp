// On which days the tests of a pack run.
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "cities/standard_catalogue.hpp"
#include "laboratory/examination.hpp"

namespace nrmm::laboratory {
namespace {

namespace fs = std::filesystem;

const fs::path kCities = NRMM_SOURCE_DIR "/cities";

Date day(const char* iso) { return *Date::parse(iso); }

Date today() { return Date(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())); }

cities::PackFiles files_of(const std::string& id) {
  Diagnostics diagnostics;
  return cities::read_pack_folder(kCities, id, diagnostics);
}

Examination examined(cities::PackFiles files, Date on) {
  return examine(std::move(files), cities::standard_catalogue(), on, Depth::test);
}

// Faults begin with the day on which they were found.
std::set<std::string> days_of(const Examination& examination, const std::string& test) {
  std::set<std::string> out;
  for (const TestResult& result : examination.results)
    if (result.name == test)
      for (const std::string& fault : result.faults) out.insert(fault.substr(0, 10));
  return out;
}

// A test that fails whenever it runs shows when that is.
TEST(DaysOfTests, AreTodayTheNextNewYearAndEveryDateOfThePack) {
  cities::PackFiles files = files_of("chongqing");
  files.chain.back().files["tests/days.yaml"] =
      "某事: { proves: [R35], expect: { values: { sign.kind: none } } }\n";
  EXPECT_EQ(days_of(examined(files, day("2025-06-15")), "某事"),
            (std::set<std::string>{"2024-04-17", "2025-01-01", "2025-06-15", "2026-01-01"}));
}

TEST(DaysOfTests, AreThoseOnWhichThePackHolds) {
  cities::PackFiles files = files_of("liaocheng");
  files.chain.back().files["tests/days.yaml"] =
      "某事: { proves: [R35], expect: { values: { sign.kind: none } } }\n";
  EXPECT_EQ(days_of(examined(files, day("2027-12-31")), "某事"),
            (std::set<std::string>{"2025-03-28", "2026-01-01", "2027-12-31", "2028-01-01"}));
}

TEST(DaysOfTests, AreOneWhereTheTestNamesIt) {
  cities::PackFiles files = files_of("chongqing");
  files.chain.back().files["tests/days.yaml"] =
      "某事: { proves: [R35], date: 2025-07-01, expect: { values: { sign.kind: none } } }\n";
  EXPECT_EQ(days_of(examined(files, day("2025-06-15")), "某事"), std::set<std::string>{"2025-07-01"});
}

class City : public testing::TestWithParam<const char*> {};

// Whenever its authors look: today, on the next 1 January, on the first and last day, on each day a value
// changes.
TEST_P(City, PassesCheckAndTestOnEveryDate) {
  const auto year = std::chrono::year_month_day(today().days()).year();
  std::set<Date> days = {today(), Date(std::chrono::sys_days((year + std::chrono::years(1)) / 1 / 1))};
  const auto files = files_of(GetParam());
  const auto pack = examined(files, today()).pack;
  ASSERT_TRUE(pack);
  days.insert(pack->from);
  if (pack->to) days.insert(*pack->to);
  for (const auto& [name, policy] : pack->policies)
    for (const auto& [from, value] : policy.dated) days.insert(from);
  for (const Date on : days) EXPECT_TRUE(examined(files, on).passed()) << on.iso();
}

INSTANTIATE_TEST_SUITE_P(Packs, City,
                         testing::Values("national", "tianjin", "linfen", "liaocheng", "chongqing"),
                         [](const auto& city) { return std::string(city.param); });

}  // namespace
}  // namespace nrmm::laboratory
