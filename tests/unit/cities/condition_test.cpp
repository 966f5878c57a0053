#include "cities/condition.hpp"

#include <gtest/gtest.h>

namespace nrmm::cities {
namespace {

bool holds(const Json& condition, const Json& values) {
  const auto parsed = Condition::from_json(condition);
  EXPECT_TRUE(parsed) << condition;
  return parsed && parsed->holds([&](std::string_view name) -> const Json* {
    const auto found = values.find(std::string(name));
    return found == values.end() ? nullptr : &*found;
  });
}

TEST(Condition, ValueAndOneOfSeveral) {
  EXPECT_TRUE(holds({{"fuel", "diesel"}}, {{"fuel", "diesel"}}));
  EXPECT_FALSE(holds({{"fuel", "diesel"}}, {{"fuel", "petrol"}}));
  EXPECT_TRUE(holds({{"fuel", {"diesel", "petrol"}}}, {{"fuel", "petrol"}}));
  EXPECT_TRUE(holds({{"high_emission", true}}, {{"high_emission", true}}));
}

TEST(Condition, WhatHasNoValueEqualsNothing) {
  EXPECT_FALSE(holds({{"fuel", "diesel"}}, Json::object()));
  EXPECT_FALSE(holds({{"fuel", {"", "diesel"}}}, {{"fuel", ""}}));
  EXPECT_FALSE(holds({{"fuel", "diesel"}}, {{"fuel", nullptr}}));
}

TEST(Condition, NullEmptyTextAndEmptyListAreAbsent) {
  for (const Json& nothing : {Json(), Json(""), Json::array()}) {
    EXPECT_TRUE(holds({{"photo", "absent"}}, {{"photo", nothing}})) << nothing;
    EXPECT_FALSE(holds({{"photo", "present"}}, {{"photo", nothing}})) << nothing;
  }
  EXPECT_TRUE(holds({{"photo", "absent"}}, Json::object()));
  EXPECT_TRUE(holds({{"power_kw", "present"}}, {{"power_kw", 0}}));
  EXPECT_TRUE(holds({{"high_emission", "present"}}, {{"high_emission", false}}));
}

TEST(Condition, AListOfChoicesEqualsWhatItContains) {
  EXPECT_TRUE(holds({{"aftertreatment", "scr"}}, {{"aftertreatment", {"doc", "scr"}}}));
  EXPECT_FALSE(holds({{"aftertreatment", "dpf"}}, {{"aftertreatment", {"doc", "scr"}}}));
}

TEST(Condition, SeveralKeysMeanAllOfThem) {
  const Json zone = {{"machine_kind", {"loader", "crane"}},
                     {"any", {{{"emission_stage", {"1", "2"}}}, {{"test_result", "failed"}}}}};
  EXPECT_TRUE(holds(zone, {{"machine_kind", "loader"}, {"emission_stage", "2"}}));
  EXPECT_TRUE(holds(zone, {{"machine_kind", "crane"}, {"test_result", "failed"}}));
  EXPECT_FALSE(holds(zone, {{"machine_kind", "loader"}, {"emission_stage", "4"}}));
  EXPECT_FALSE(holds(zone, {{"machine_kind", "roller"}, {"emission_stage", "2"}}));
}

TEST(Condition, TravelsAsItWasWritten) {
  const Json written[] = {true,
                          false,
                          {{"fuel", "diesel"}},
                          {{"fuel", {"diesel", "petrol"}}},
                          {{"a", "present"}, {"b", "absent"}},
                          {{"any", {{{"a", "1"}}, {{"b", "2"}}}}},
                          {{"a", "1"}, {"any", {{{"b", "1"}}, {{"b", "2"}}}}},
                          {{"all", {{{"a", "1"}}, {{"a", "present"}}}}}};
  for (const Json& one : written) EXPECT_EQ(Condition::from_json(one)->to_json(), one);
}

TEST(Condition, ThatIsNoneNeverHolds) { EXPECT_TRUE(Condition::from_json(nullptr)->is_never()); }

TEST(Condition, OtherJsonIsNoCondition) {
  for (const char* wrong : {"\"diesel\"", "[]", "3", R"({"fuel": {"is": "diesel"}})", R"({"fuel": null})",
                            R"({"any": {"fuel": "diesel"}})", R"({"fuel": [["diesel"]]})"}) {
    EXPECT_FALSE(Condition::from_json(parse_json(wrong))) << wrong;
  }
}

TEST(Condition, SettlesWhatFactsSayAndKeepsTheFields) {
  const auto condition = *Condition::from_json(
      {{"any", {{{"account_kind", "person"}, {"fuel", "diesel"}}, {{"emission_stage", "4"}}}}});
  const Json person = "person";
  const auto known = [](std::string_view name) { return name != "fuel"; };
  const auto as_person = [&](std::string_view name) { return name == "account_kind" ? &person : nullptr; };
  EXPECT_EQ(condition.settled(known, as_person).to_json(), Json({{"fuel", "diesel"}}));
  const auto unknown = [](std::string_view) -> const Json* { return nullptr; };
  EXPECT_EQ(condition.settled(known, unknown).to_json(), Json(false));
}

TEST(Condition, NamesAllItAsks) {
  const auto condition =
      *Condition::from_json({{"a", "1"}, {"any", {{{"b", "present"}}, {{"c", "absent"}}}}});
  EXPECT_EQ(condition.names(), (std::set<std::string>{"a", "b", "c"}));
}

}  // namespace
}  // namespace nrmm::cities
