#include "cities/pack.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "sample_pack.hpp"

namespace nrmm::cities {
namespace {

using sample::day;

Policy timeline() {
  Policy policy;
  policy.undated.value = 500;
  policy.dated[day("2025-01-01")].value = 1000;
  policy.dated[day("2026-01-01")].value = nullptr;
  return policy;
}

// R35: the value in force on the date asked for.
TEST(Policy, LatestValueThatHasBegun) {
  const Policy policy = timeline();
  EXPECT_EQ(policy.on(day("2024-12-31")).value, 500);
  EXPECT_EQ(policy.on(day("2025-01-01")).value, 1000);
  EXPECT_EQ(policy.on(day("2025-12-31")).value, 1000);
  EXPECT_TRUE(policy.on(day("2026-01-01")).value.is_null());
}

TEST(Pack, PolicyGettersByType) {
  Pack pack = sample::city();
  sample::set_policy(pack, "a.flag", true);
  sample::set_policy(pack, "a.list", {"x", "y"});
  sample::set_policy(pack, "a.condition", {{"fuel", "diesel"}});
  sample::set_policy(pack, "a.none", nullptr);
  const Date on = day("2025-06-03");
  EXPECT_TRUE(pack.flag("a.flag", on));
  EXPECT_EQ(pack.list("a.list", on), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(pack.text_policy("filing.submit", on), "separate");
  EXPECT_EQ(pack.duration("deadlines.filing", on)->days, 30);
  EXPECT_EQ(pack.condition("a.condition", on).to_json(), Json({{"fuel", "diesel"}}));
  EXPECT_EQ(pack.text_policy("a.none", on), "");
  EXPECT_TRUE(pack.list("a.none", on).empty());
  EXPECT_FALSE(pack.duration("a.none", on));
  EXPECT_TRUE(pack.condition("a.none", on).is_never());
}

TEST(Pack, AskingForAnUndeclaredPolicyIsAProgrammersError) {
  const Pack pack = sample::city();
  EXPECT_THROW(pack.policy("no.such", day("2025-06-03")), std::logic_error);
  EXPECT_THROW(pack.flag("filing.submit", day("2025-06-03")), std::logic_error);
}

// R36: the city's own words, also inside other words.
TEST(Text, WordsAndPlaceholders) {
  Pack pack = sample::city();
  pack.messages["gate.too_far"] = "距{word.site} {distance_m} 米，不能{word.entry}。";
  EXPECT_EQ(pack.text("gate.too_far", {{"distance_m", 1001}}), "距工地 1001 米，不能进工地。");
  EXPECT_EQ(pack.text("no.such.key"), "no.such.key");
}

TEST(Text, NumbersAndListsReadAsPeopleWriteThem) {
  const Pack pack = sample::city();
  EXPECT_EQ(pack.fill("{a}|{b}|{c}|{d}", {{"a", 9.0}, {"b", 1.5}, {"c", {"甲", "乙"}}, {"d", nullptr}}),
            "9|1.5|甲、乙|");
}

TEST(Text, WhatAPersonTypedIsNotFilledAgain) {
  const Pack pack = sample::city();
  EXPECT_EQ(pack.fill("{name}{b}", {{"name", "{word.site}{b}"}, {"b", "!"}}), "{word.site}{b}!");
}

TEST(Text, UnknownPlaceholdersAndLoneBracesStay) {
  const Pack pack = sample::city();
  EXPECT_EQ(pack.fill("{missing} {word.missing} {", Json::object()), "{missing} {word.missing} {");
}

TEST(Text, ACircleOfWordsEnds) {
  Pack pack;
  pack.messages = {{"word.a", "<{word.b}>"}, {"word.b", "({word.a})"}};
  EXPECT_LT(pack.fill("{word.a}", Json::object()).size(), 100U);
}

TEST(Pack, ADistrictsCharactersAreReadableAfterItClosed) {
  Pack pack = sample::city();
  EXPECT_EQ(pack.district_of_code("02")->id, "990102");
  District later;
  later.id = "990103";
  later.code = "02";
  pack.districts.insert(pack.districts.begin(), later);
  EXPECT_EQ(pack.district_of_code("02")->id, "990103");
  EXPECT_EQ(pack.district_of_code("99"), nullptr);
  EXPECT_EQ(pack.district("990102")->name, "西区");
}

TEST(Vocabulary, OffersWhatIsUsedAndInForce) {
  Vocabulary words = sample::vocabulary("reason", {{"a", "甲"}, {"b", "乙"}, {"c", "丙"}});
  words.use = {"c", "a"};
  words.terms[0].to = day("2025-01-01");
  EXPECT_TRUE(words.offers("a", day("2025-01-01")));
  EXPECT_FALSE(words.offers("a", day("2025-01-02")));
  EXPECT_FALSE(words.offers("b", day("2025-01-01")));
  EXPECT_EQ(words.offered(day("2025-01-01")).front()->code, "c");
  EXPECT_EQ(words.term("b")->label, "乙");
}

TEST(PackSet, FindsByIdOrNothing) {
  PackSet set;
  set.cities["sample"] = std::make_shared<const Pack>(sample::city());
  EXPECT_EQ(set.find("sample")->id, "sample");
  EXPECT_EQ(set.find("other"), nullptr);
}

}  // namespace
}  // namespace nrmm::cities
