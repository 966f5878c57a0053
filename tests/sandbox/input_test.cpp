// Rules see frozen tables that know their names; what they return keeps its kind.
#include "script.hpp"

namespace nrmm::lua {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const Json kAnswers = {{"fuel", "diesel"},     {"power_kw", 37.5},         {"count", 3},
                       {"photos", {"a", "b"}}, {"owner", {{"name", "n"}}}, {"none", nullptr}};

TEST(Input, ScalarsKeepTheirKind) {
  const Result result = evaluate(
      "answers.fuel, answers.power_kw, answers.count, math.type(answers.count), answers.none", kAnswers);
  EXPECT_EQ(result.values, (std::vector<Json>{"diesel", 37.5, 3, "integer", nullptr})) << result.message;
  EXPECT_TRUE(result.values.at(1).is_number_float());
  EXPECT_TRUE(result.values.at(2).is_number_integer());
}

TEST(Input, AFloatStaysAFloat) {
  const Result result = evaluate("4 / 2, 7 // 2, 2^53", kAnswers);
  EXPECT_TRUE(result.values.at(0).is_number_float());
  EXPECT_TRUE(result.values.at(1).is_number_integer());
}

TEST(Input, NestedTablesAndListsRead) {
  const Result result = evaluate(
      "answers.owner.name, answers.photos[2], #answers.photos, answers.photos[3], type(answers.owner), "
      "answers.owner.x",
      kAnswers);
  EXPECT_EQ(result.values, (std::vector<Json>{"n", "b", 2, nullptr, "table", nullptr})) << result.message;
}

TEST(Input, TheSameTableReadTwiceIsEqual) {
  EXPECT_EQ(evaluate("answers.owner == answers.owner, answers.owner == answers.photos", kAnswers).values,
            (std::vector<Json>{true, false}));
}

TEST(Input, TablesCanBeReturned) {
  EXPECT_EQ(evaluate("answers.owner, { list = answers.photos }", kAnswers).values,
            (std::vector<Json>{kAnswers["owner"], {{"list", {"a", "b"}}}}));
}

class Write : public testing::TestWithParam<const char*> {};
TEST_P(Write, Raises) {  // X091
  const Result result =
      evaluate(std::string("(function() ") + GetParam() + " end)()", kAnswers, {{"policy", {{"p", {1}}}}});
  EXPECT_EQ(result.failure, Failure::error);
  EXPECT_THAT(result.message, StartsWith(kFile + ":3: "));
  EXPECT_THAT(result.message, HasSubstr("read-only"));
}
INSTANTIATE_TEST_SUITE_P(Frozen, Write,
                         testing::Values("answers.fuel = 1", "answers.new = 1", "answers.owner.name = 2",
                                         "answers.photos[1] = 'x'", "ctx.policy = {}", "ctx.policy.p[1] = 2",
                                         "table.insert(answers.photos, 'c')", "table.remove(answers.photos)",
                                         "setmetatable(answers, {})", "setmetatable(string, {})"));

class Names : public testing::Test {
 protected:
  Result call(const std::string& expression) {
    Script script("local M = {}\nfunction M.f(answers, ctx)\nreturn " + expression + "\nend\nreturn M");
    return script.pool->call("machine.f", {answers_, answer_names_}, {ctx_, ctx_names_, closed_});
  }

  const Json answers_ = {{"fuel", "diesel"}};
  const Json ctx_ = {
      {"emission_stage", "4"}, {"policy", {{"entry.max", 5}, {"entry.min", nullptr}}}, {"row", {{"a", 1}}}};
  const std::vector<std::string> answer_names_ = {"fuel", "machine_kind"};
  const std::vector<std::string> ctx_names_ = {"test_result"};
  const std::vector<std::string> closed_ = {"policy"};
};

TEST_F(Names, AKnownNameWithoutAValueIsNil) {
  EXPECT_EQ(call("answers.machine_kind, ctx.test_result, ctx.policy['entry.min'], ctx.row.b").values,
            (std::vector<Json>{nullptr, nullptr, nullptr, nullptr}));
}

TEST_F(Names, AnUnknownNameIsAnErrorAtItsLineWithTheNearestName) {
  EXPECT_EQ(call("answers.machine_knd").message,
            kFile + R"(:3: answers has no "machine_knd"; did you mean "machine_kind"?)");
  EXPECT_EQ(call("ctx.emision_stage").message,
            kFile + R"(:3: ctx has no "emision_stage"; did you mean "emission_stage"?)");
  EXPECT_EQ(call("ctx.policy['entry.mx']").message,
            kFile + R"(:3: ctx.policy has no "entry.mx"; did you mean "entry.max"?)");
  EXPECT_EQ(call("ctx.zzz").message, kFile + R"(:3: ctx has no "zzz")");
}

TEST_F(Names, WhatARuleReadIsNoted) {
  Script script(
      "local M = {}\nfunction M.f(answers, ctx)\n"
      "pcall(function() return ctx.made_up end)\nfor k in pairs(answers) do end\n"
      "return answers.machine_kind, ctx.row.a, ctx.policy['entry.max']\nend\nreturn M");
  std::set<std::string> answers_read;
  std::set<std::string> ctx_read;
  script.pool->call("machine.f", {answers_, answer_names_, {}, &answers_read},
                    {ctx_, ctx_names_, closed_, &ctx_read});
  EXPECT_THAT(answers_read, testing::ElementsAre("fuel", "machine_kind"));
  EXPECT_THAT(ctx_read, testing::ElementsAre("policy", "policy.entry.max", "row"));
}

TEST_F(Names, NumbersAndOddKeysAreErrorsToo) {
  EXPECT_THAT(call("answers[1]").message, HasSubstr("named entries only"));
  EXPECT_THAT(call("ctx.policy[true]").message, HasSubstr("named entries only"));
}

TEST(Input, AListHasNoNames) {
  EXPECT_THAT(evaluate("answers.photos.lenght", kAnswers).message, HasSubstr(R"(a list has no "lenght")"));
}

TEST(Input, AnythingButAnObjectIsEmpty) {
  EXPECT_EQ(evaluate("#answers", nullptr).values, std::vector<Json>{0});
  EXPECT_EQ(evaluate("answers.fuel", nullptr).failure, Failure::error);
}

}  // namespace
}  // namespace nrmm::lua
