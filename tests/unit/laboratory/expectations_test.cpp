// A test of a pack that cannot fail is refused, and what people would read as a key fails wherever it shows.
#include <sstream>

#include <gtest/gtest.h>

#include "cities/standard_catalogue.hpp"
#include "laboratory/examination.hpp"

namespace nrmm::laboratory {
namespace {

const Date kToday = *Date::parse("2026-06-15");

// What `pack test` says of a pack whose only tests are these; with its own rules, or with others.
std::string said(const std::string& tests, const std::string& rules = {}) {
  Diagnostics diagnostics;
  cities::PackFiles files = cities::read_pack_folder(NRMM_SOURCE_DIR "/cities", "national", diagnostics);
  auto& own = files.chain.back().files;
  std::erase_if(own, [](const auto& file) { return file.first.starts_with("tests/"); });
  own["tests/some.yaml"] = tests;
  if (!rules.empty()) own["rules/machine.lua"] = rules;
  const auto examination = examine(std::move(files), cities::standard_catalogue(), kToday, Depth::test);
  std::ostringstream out;
  for (const Diagnostic& each : examination.diagnostics.all())
    if (each.level == Diagnostic::Level::error)
      out << each.source.str() << " " << each.code << ": " << each.message << " " << each.hint << "\n";
  for (const TestResult& result : examination.results)
    for (const std::string& fault : result.faults) out << fault << "\n";
  return out.str();
}

TEST(Expectations, AreOfTheKindOfTest) {
  EXPECT_EQ(
      said("某事: { proves: [X096], form: machine, date: 2026-06-15, given: {}, expect: { eror: {} } }\n"),
      "cities/national/tests/some.yaml:1:77 P001: unknown expectation `eror` \n");
  EXPECT_EQ(
      said("某事: { proves: [X096], expect: { valeus: {} } }\n"),
      "cities/national/tests/some.yaml:1:33 P001: unknown expectation `valeus` did you mean `values`?\n");
  EXPECT_EQ(said("某事: { proves: [X096], expect: { steps: [] } }\n"),
            "cities/national/tests/some.yaml:1:33 P001: unknown expectation `steps` \n");
}

TEST(Expectations, AreCheckedInRowsAndInWhatStartsAsAnother) {
  EXPECT_EQ(
      said("甲: { proves: [X096], form: machine, date: 2026-06-15, expect: { optional: [plant_number] } }\n"
           "乙: { proves: [X096], as_in: 甲, rows: [[{}, { drived: {} }]] }\n"),
      "cities/national/tests/some.yaml:2:46 P001: unknown expectation `drived` did you mean `derived`?\n");
}

TEST(Expectations, NameFieldsAndDerivedValuesThatThereAre) {
  const std::string test = "某事: { proves: [X096], form: machine, date: 2026-06-15, expect: ";
  EXPECT_EQ(said(test + "{ optional: [pln] } }\n"), "2026-06-15: no field pln\n");
  EXPECT_EQ(said(test + "{ derived: { stgae: none } } }\n"), "2026-06-15: no derived value stgae\n");
  EXPECT_EQ(said(test + "{ reasons: { stgae: none } } }\n"), "2026-06-15: no derived value stgae\n");
  EXPECT_EQ(said(test + "{ override: { stgae: [] } } }\n"), "2026-06-15: no derived value stgae\n");
}

// Nobody asked for the reason here; an owner would read it all the same.
TEST(Expectations, IncludeThatReasonsAreTexts) {
  const std::string test =
      "某事: { proves: [X096], form: machine, date: 2026-06-15, given: { fuel: electric }, "
      "expect: { optional: [plant_number] } }\n";
  Diagnostics diagnostics;
  auto files = cities::read_pack_folder(NRMM_SOURCE_DIR "/cities", "national", diagnostics);
  std::string rules = files.chain.back().files.at("rules/machine.lua");
  const std::string key = "\"stage.electric\"";
  ASSERT_NE(rules.find(key), std::string::npos);
  rules.replace(rules.find(key), key.size(), "\"stage.eletric\"");
  EXPECT_NE(said(test, rules).find("2026-06-15: people read of emission_stage: stage.eletric\n"),
            std::string::npos);
}

}  // namespace
}  // namespace nrmm::laboratory
