#include <gtest/gtest.h>

#include "sample_pack.hpp"

namespace nrmm::cities {
namespace {

using sample::codes;
using sample::finding;
using sample::judged;

constexpr const char* kRules = R"lua(
local M = {}
function M.stage(answers, ctx)
  if answers.fuel == "electric" then return "D", "stage.electric" end
  if answers.engine_date and answers.engine_date >= ctx.policy["stage.from"] then return "4", "stage.by_date" end
  if answers.place == "outside" then return "9" end
  if answers.place == "broken" then return nil .. "" end
  return "X"
end
function M.in_order(answers, ctx)
  if answers.place == "endless" then while true do end end
  return not answers.engine_date or answers.engine_date <= ctx.date, { made = answers.engine_date }
end
function M.by_stage(answers, ctx) return ctx.stage ~= "4" or answers.number end
function M.asks_unknown(answers, ctx) return ctx.no_such_fact end
function M.asks_register(answers, ctx) return answers.maker == "甲厂" end
return M
)lua";

class JudgeRules : public testing::Test {
 protected:
  void SetUp() override {
    sample::give_rules(pack, kRules);
    sample::set_policy(pack, "stage.from", "2022-12-01");
    form.name = "machine";
    form.basis.text = "样规 第二条";
    sample::ask(form, "only",
                {sample::choice("fuel", "fuel"), sample::field("engine_date", FieldType::date),
                 sample::field("place", FieldType::text), sample::field("number", FieldType::text)});
    form.derived.push_back({"stage", "阶段", "stage", "machine.stage", {}, {"样规 第五条", false}, {}});
  }

  void add_check(const char* name, const char* rule, const char* field, const char* level) {
    form.checks.push_back(
        {name, rule, field, level, "日期{made}有误，{word.site}。", {"样规 第六条", false}, {}});
  }

  Pack pack = sample::city();
  Form form;
};

// R20: the city's rule decides the stage, and says why.
TEST_F(JudgeRules, DerivedValuesWithTheirReason) {
  const Judgement electric = judged(pack, form, {{"fuel", "electric"}});
  EXPECT_EQ(electric.derived.at("stage").value, "D");
  EXPECT_EQ(electric.derived.at("stage").reason, "燃料为电能");
  EXPECT_EQ(electric.derived.at("stage").basis, "样规 第五条");
  EXPECT_EQ(judged(pack, form, {{"engine_date", "2022-12-01"}}).derived.at("stage").value, "4");
  EXPECT_EQ(judged(pack, form, {{"engine_date", "2022-11-30"}}).derived.at("stage").value, "X");
}

TEST_F(JudgeRules, WhatRanIsKeptWithWhatItLookedAt) {
  const Judgement made = judged(pack, form, {{"fuel", "electric"}, {"place", "甲地"}});
  const Finding* ran = finding(made.passed, "derived");
  ASSERT_NE(ran, nullptr);
  EXPECT_EQ(ran->rule, "machine.stage");
  EXPECT_EQ(ran->inputs, Json({{"fuel", "electric"}}));
}

// R16: for one stage a number is mandatory, whoever decided the stage.
TEST_F(JudgeRules, RequiredMayNameDerivedValues) {
  form.fields["number"].required = sample::is("stage", "4");
  EXPECT_EQ(codes(judged(pack, form, {{"engine_date", "2023-01-01"}}).errors), "number:required");
  EXPECT_FALSE(judged(pack, form, {{"engine_date", "2020-01-01"}}).refused());
}

TEST_F(JudgeRules, ChecksByLevel) {
  for (const char* level : {"refuse", "flag", "note"}) {
    form.checks.clear();
    add_check("in_order", "machine.in_order", "engine_date", level);
    const Judgement made = judged(pack, form, {{"engine_date", "2030-01-01"}});
    const auto& found = std::string(level) == "refuse" ? made.errors : made.flags;
    ASSERT_EQ(codes(found), "engine_date:in_order") << level;
    EXPECT_EQ(found[0].level, level);
    EXPECT_EQ(found[0].message, "日期2030-01-01有误，工地。");
    EXPECT_EQ(found[0].basis, "样规 第六条");
    EXPECT_EQ(found[0].rule, "form.machine.check.in_order");
    EXPECT_EQ(found[0].inputs,
              Json({{"date", "2025-06-03"}, {"engine_date", "2030-01-01"}, {"place", nullptr}}));
  }
}

TEST_F(JudgeRules, ChecksSeeDerivedValues) {
  add_check("by_stage", "machine.by_stage", "number", "flag");
  EXPECT_EQ(codes(judged(pack, form, {{"engine_date", "2023-01-01"}}).flags), "number:by_stage");
  EXPECT_EQ(codes(judged(pack, form, {{"engine_date", "2023-01-01"}, {"number", "1"}}).flags), "");
}

TEST_F(JudgeRules, ACheckWhoseFieldIsNotAskedRests) {
  add_check("in_order", "machine.in_order", "elsewhere", "refuse");
  EXPECT_FALSE(judged(pack, form, {{"engine_date", "2030-01-01"}}).refused());
}

TEST_F(JudgeRules, ARuleThatFailsLeavesTheFilingToAPerson) {
  const Judgement made = judged(pack, form, {{"place", "broken"}});
  EXPECT_FALSE(made.refused());
  ASSERT_EQ(codes(made.flags), "stage:manual");
  EXPECT_EQ(made.flags[0].message, "需人工判定。");
  EXPECT_TRUE(made.derived.at("stage").value.is_null());
  EXPECT_NE(made.flags[0].inputs["why"].get<std::string>().find("cities/sample/rules/machine.lua:7"),
            std::string::npos);
}

TEST_F(JudgeRules, AValueOutsideItsVocabularyIsAFailure) {
  const Judgement made = judged(pack, form, {{"place", "outside"}});
  EXPECT_EQ(codes(made.flags), "stage:manual");
  EXPECT_TRUE(made.derived.at("stage").value.is_null());
}

TEST_F(JudgeRules, ARuleThatDoesNotEndIsStopped) {
  add_check("in_order", "machine.in_order", "engine_date", "refuse");
  const Judgement made = judged(pack, form, {{"place", "endless"}});
  EXPECT_FALSE(made.refused());
  EXPECT_EQ(codes(made.flags), "engine_date:manual");
}

// X094: whether a rule ends in time is no property of its inputs, so a replay takes it as it was stored.
TEST_F(JudgeRules, AReplayDoesNotRunWhatWasNotDecidedInTime) {
  add_check("in_order", "machine.in_order", "engine_date", "refuse");
  const Json answers = {{"place", "endless"}}, facts = Json::object();
  const Judgement made = judged(pack, form, answers);
  ASSERT_EQ(made.flags.size(), 1U);
  const Json& inputs = made.flags[0].inputs;
  EXPECT_EQ(inputs["undecided"], "budget");
  EXPECT_FALSE(decided_in_time(inputs));
  const Judgement again =
      judge({pack, form, answers, facts, sample::day("2025-06-03"), {}, {{made.flags[0].rule, inputs}}});
  EXPECT_EQ(codes(again.flags), "engine_date:manual");
  EXPECT_EQ(again.flags[0].inputs, inputs);

  // Nor is a derived value found again that was not there then.
  const Json then = {{"why", "machine.stage was not run"}, {"undecided", "wait"}};
  const Json electric = {{"fuel", "electric"}};
  const Judgement left =
      judge({pack, form, electric, facts, sample::day("2025-06-03"), {}, {{"machine.stage", then}}});
  EXPECT_TRUE(left.derived.at("stage").value.is_null());
  EXPECT_EQ(left.flags[0].inputs, then);
  EXPECT_EQ(left_to_persons(left).size(), 1U);
}

TEST_F(JudgeRules, AnErrorIsDecidedByItsInputs) {
  const Judgement made = judged(pack, form, {{"place", "broken"}});
  EXPECT_EQ(made.flags[0].inputs["undecided"], "error");
  EXPECT_TRUE(decided_in_time(made.flags[0].inputs));
}

// What an author's message repeats of an answer could be anybody's number.
TEST_F(JudgeRules, NumbersInAnErrorAreBlotted) {
  form.fields["number"].type = FieldType::text;
  sample::give_rules(pack, "local M = {}\nfunction M.stage(answers) error(answers.number) end\nreturn M");
  const Judgement made = judged(pack, form, {{"number", "13900000001"}});
  EXPECT_EQ(made.flags[0].inputs["why"].get<std::string>().find("13900000001"), std::string::npos);
}

TEST_F(JudgeRules, AFactThatNobodyKnowsIsAnErrorOneWithoutValueIsNot) {
  add_check("facts", "machine.asks_unknown", "place", "flag");
  EXPECT_EQ(codes(judged(pack, form, Json::object()).flags), "place:manual");
  pack.fact_names = {"no_such_fact"};
  EXPECT_EQ(codes(judged(pack, form, Json::object()).flags), "place:facts");
  EXPECT_EQ(codes(judged(pack, form, Json::object(), {{"no_such_fact", "here"}}).flags), "");
}

// A change of a machine asks a few fields; the others have the register's values.
TEST_F(JudgeRules, FieldsTheFormDoesNotAskHaveTheRegistersValues) {
  form.fields["maker"] = sample::field("maker", FieldType::text);
  add_check("maker", "machine.asks_register", "place", "flag");
  EXPECT_EQ(codes(judged(pack, form, Json::object(), {{"maker", "甲厂"}}).flags), "");
  EXPECT_EQ(codes(judged(pack, form, Json::object(), {{"maker", "乙厂"}}).flags), "place:maker");
}

// R34: day 30 is in time, day 31 is late; late is for the reviewer to see and stops nothing.
TEST_F(JudgeRules, LateIsFlaggedNotRefused) {
  form.fields["engine_date"].within = "deadlines.filing";
  const Judgement in_time = judged(pack, form, {{"engine_date", "2025-06-01"}}, Json::object(), "2025-07-01");
  EXPECT_EQ(codes(in_time.flags), "");
  EXPECT_NE(finding(in_time.passed, "late"), nullptr);
  const Judgement late = judged(pack, form, {{"engine_date", "2025-05-31"}}, Json::object(), "2025-07-01");
  EXPECT_FALSE(late.refused());
  ASSERT_EQ(codes(late.flags), "engine_date:late");
  EXPECT_EQ(late.flags[0].message, "engine_date的标签应在2025-06-30以前办理。");
  EXPECT_EQ(late.flags[0].level, "flag");
}

TEST_F(JudgeRules, TheSameInputsGiveTheSameJudgement) {
  add_check("in_order", "machine.in_order", "engine_date", "refuse");
  const Json answers = {{"engine_date", "2030-01-01"}, {"fuel", "diesel"}};
  const Judgement first = judged(pack, form, answers), second = judged(pack, form, answers);
  EXPECT_EQ(first.answers, second.answers);
  EXPECT_EQ(codes(first.errors), codes(second.errors));
  EXPECT_EQ(first.errors[0].inputs, second.errors[0].inputs);
}

}  // namespace
}  // namespace nrmm::cities
