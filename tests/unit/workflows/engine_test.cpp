#include "workflows/engine.hpp"

#include <gtest/gtest.h>

namespace nrmm::workflows {
namespace {

using cities::Condition;
using cities::State;
using cities::Transition;
using cities::Workflow;

Transition transition(const char* name, std::vector<std::string> from, const char* to,
                      std::vector<std::string> by) {
  Transition made;
  made.name = name;
  made.from = std::move(from);
  made.to = to;
  made.by = std::move(by);
  for (const std::string& who : made.by) {
    if (who == "reviewer") made.roles.push_back("district_auditor");
    if (who == "city_auditor" || who == "inspector") made.roles.push_back(who);
  }
  return made;
}

State state(const char* name, bool end = false) {
  State made;
  made.name = name;
  made.end = end;
  return made;
}

void add(Workflow& workflow, Transition made) {
  workflow.transition_order.push_back(made.name);
  workflow.transitions[made.name] = std::move(made);
}

void add(Workflow& workflow, State made) { workflow.states[made.name] = std::move(made); }

// A review whose words are nobody's: the engine may know none of them.
Workflow review() {
  Workflow workflow;
  workflow.name = "some_review";
  workflow.reviewer = "district_auditor";
  State blank = state("blank"), desk = state("desk"), back = state("back");
  blank.edits = back.edits = {{"owner", {"*"}}};
  desk.due = "deadlines.desk";
  for (State one : {blank, desk, back, state("yes", true), state("no", true), state("gone", true)})
    add(workflow, one);

  Transition open = transition("open", {}, "blank", {"owner"});
  open.when = Condition::equals("profile_state", {"approved", "not_needed"});
  add(workflow, open);
  Transition send = transition("send", {"blank", "back"}, "desk", {"owner"});
  send.check = {"*"};
  add(workflow, send);
  Transition give_back = transition("give_back", {"desk"}, "back", {"reviewer"});
  give_back.reason = "reasons";
  add(workflow, give_back);
  Transition deny = transition("deny", {"desk"}, "no", {"reviewer"});
  deny.reason = "reasons";
  deny.tell = {{"owner", "denied"}};
  add(workflow, deny);
  Transition agree = transition("agree", {"desk"}, "yes", {"reviewer"});
  agree.effects = {"issue_code"};
  add(workflow, agree);
  add(workflow, transition("withdraw", {"desk"}, "gone", {"owner"}));
  return workflow;
}

// Nobody reviews: what is handed in is done.
Workflow direct() {
  Workflow workflow;
  workflow.name = "direct";
  State blank = state("blank");
  blank.edits = {{"owner", {"first", "second"}}};
  add(workflow, blank);
  add(workflow, state("stands", true));
  add(workflow, transition("open", {}, "blank", {"owner"}));
  Transition send = transition("send", {"blank"}, "stands", {"owner"});
  send.check = {"*"};
  add(workflow, send);
  return workflow;
}

std::vector<std::string> names(const std::vector<const Transition*>& transitions) {
  std::vector<std::string> all;
  for (const Transition* one : transitions) all.push_back(one->name);
  return all;
}

cities::Pack pack_with_days(const Json& value) {
  cities::Pack pack;
  cities::Policy policy;
  policy.name = "deadlines.desk";
  policy.type = "duration?";
  policy.undated.value = value;
  pack.policies[policy.name] = policy;
  return pack;
}

Phase phase(const Workflow& workflow, const char* transition) {
  return phase_after(workflow, *workflow.transition(transition));
}

// F074, F077, F078: what clients branch on comes from the shape of the definition, not from its words.
TEST(Engine, PhasesFollowTheShapeOfTheDefinition) {
  const Workflow workflow = review();
  EXPECT_EQ(phase(workflow, "send"), Phase::open);
  EXPECT_EQ(phase(workflow, "give_back"), Phase::returned);
  EXPECT_EQ(phase(workflow, "deny"), Phase::refused);
  EXPECT_EQ(phase(workflow, "agree"), Phase::approved);
  EXPECT_EQ(phase(workflow, "withdraw"), Phase::cancelled);
  EXPECT_EQ(phase(direct(), "send"), Phase::approved);
}

// A second opinion has neither effect nor reason: a reviewer who ends a case without either agrees to it.
TEST(Engine, AReviewersEndWithoutEffectOrReasonIsAnApproval) {
  Workflow workflow = review();
  add(workflow, transition("second", {"desk"}, "yes", {"reviewer"}));
  EXPECT_EQ(phase(workflow, "second"), Phase::approved);
}

// A state that another party must complete is not a return: the opener has nothing to do there.
TEST(Engine, AStateForAnotherPartyStaysOpen) {
  Workflow workflow = review();
  State proof = state("proof");
  proof.edits = {{"new_owner", {"proofs"}}};
  add(workflow, proof);
  add(workflow, transition("ask", {"desk"}, "proof", {"reviewer"}));
  EXPECT_EQ(phase(workflow, "ask"), Phase::open);
}

TEST(Engine, OffersWhatThePartiesMayTakeInTheOrderWritten) {
  const Workflow workflow = review();
  EXPECT_EQ(names(offered(workflow, "desk", {"reviewer"})),
            (std::vector<std::string>{"give_back", "deny", "agree"}));
  EXPECT_EQ(names(offered(workflow, "desk", {"owner"})), std::vector<std::string>{"withdraw"});
  EXPECT_TRUE(offered(workflow, "desk", {"agent"}).empty());
  EXPECT_TRUE(offered(workflow, "desk", {}).empty());
  EXPECT_TRUE(offered(workflow, "yes", {"reviewer", "owner"}).empty());
  EXPECT_TRUE(offered(workflow, "no_such_state", {"reviewer"}).empty());
}

TEST(Engine, ItIsTheTurnOfWhomTheStateWaitsFor) {
  const Workflow workflow = review();
  EXPECT_EQ(turn(workflow, "desk"), std::set<std::string>{"district_auditor"});
  for (const char* other : {"blank", "back", "yes", "no", "unknown"})
    EXPECT_TRUE(turn(workflow, other).empty()) << other;
  EXPECT_TRUE(turn(direct(), "blank").empty());
  EXPECT_TRUE(reviewers(direct()).empty());
}

// F082, R21: who decides at which level is the workflow's; the first level's word is not the second's.
TEST(Engine, LevelsAreRolesOfTheTransitions) {
  Workflow workflow = review();
  add(workflow, state("high_desk"));
  add(workflow, transition("pass_on", {"desk"}, "high_desk", {"reviewer"}));
  add(workflow, transition("agree_high", {"high_desk"}, "yes", {"city_auditor"}));
  EXPECT_EQ(reviewers(workflow), (std::set<std::string>{"city_auditor", "district_auditor"}));
  EXPECT_EQ(turn(workflow, "high_desk"), std::set<std::string>{"city_auditor"});
  EXPECT_TRUE(acting_as(workflow, "district_auditor").contains("reviewer"));
  EXPECT_FALSE(acting_as(workflow, "city_auditor").contains("reviewer"));
  EXPECT_TRUE(offered(workflow, "high_desk", acting_as(workflow, "district_auditor")).empty());
  EXPECT_EQ(names(offered(workflow, "high_desk", acting_as(workflow, "city_auditor"))),
            std::vector<std::string>{"agree_high"});
}

// One agrees, another must agree too.
Workflow two_opinions() {
  Workflow workflow = review();
  add(workflow, state("half"));
  add(workflow, transition("first", {"desk"}, "half", {"reviewer"}));
  Transition second = transition("second", {"half"}, "yes", {"reviewer"});
  second.not_by = {"first"};
  second.effects = {"issue_code"};
  add(workflow, second);
  add(workflow, transition("doubt", {"half"}, "desk", {"reviewer"}));
  return workflow;
}

const Taken kSent{"send", "blank", "desk", "owner"};
const Taken kFirst{"first", "desk", "half", "甲"};

std::vector<std::string> left(const std::vector<Taken>& steps) {
  std::vector<std::string> all;
  for (const Taken& step : standing(steps)) all.push_back(step.transition + " " + step.person);
  return all;
}

TEST(Engine, ComingBackUndoesWhatWasDoneSince) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(left({kSent, kFirst}), (Names{"send owner", "first 甲"}));
  EXPECT_EQ(left({kSent, kFirst, {"doubt", "half", "desk", "乙"}}), Names{"send owner"});
  EXPECT_EQ(left({kSent, kFirst, {"doubt", "half", "desk", "乙"}, {"first", "desk", "half", "乙"}}),
            (Names{"send owner", "first 乙"}));
  EXPECT_EQ(left({kSent, {"give_back", "desk", "back", "甲"}, {"send", "back", "desk", "owner"}}),
            Names{"send owner"});
  EXPECT_EQ(left({kSent, {"claim", "desk", "desk", "甲"}, kFirst}), (Names{"send owner", "first 甲"}));
  EXPECT_EQ(left({kSent, {"leave", "desk", "blank", "owner"}}), Names{});
  EXPECT_EQ(left({}), Names{});
}

// X073: never the same person twice, under whatever account.
TEST(Engine, TheSecondOpinionIsAnothersPersons) {
  const Workflow workflow = two_opinions();
  const Transition& second = *workflow.transition("second");
  const auto steps = standing({kSent, kFirst});
  const auto same = [](const std::string& a, const std::string& b) { return a == b; };
  ASSERT_TRUE(barring(second, steps, "甲", same));
  EXPECT_EQ(barring(second, steps, "甲", same)->transition, "first");
  EXPECT_FALSE(barring(second, steps, "乙", same));
  EXPECT_FALSE(barring(second, steps, "owner", same));
  EXPECT_FALSE(barring(*workflow.transition("doubt"), steps, "甲", same));
  const auto by_number = [](const std::string& a, const std::string& b) {
    return a == b || (a == "甲" && b == "甲的另一账号");
  };
  EXPECT_TRUE(barring(second, steps, "甲的另一账号", by_number));
  EXPECT_FALSE(barring(second, steps, "", by_number));  // the system is nobody's second account
}

TEST(Engine, WhoHasNothingLeftToDoIsBarred) {
  Workflow workflow = two_opinions();
  const auto steps = standing({kSent, kFirst});
  EXPECT_TRUE(asks_other_persons(workflow));
  EXPECT_FALSE(asks_other_persons(review()));
  EXPECT_TRUE(barred(workflow, "half", steps).empty());  // he may still doubt
  workflow.transitions["doubt"].not_by = {"first"};
  EXPECT_EQ(barred(workflow, "half", steps), std::vector<std::string>{"甲"});
  EXPECT_TRUE(barred(workflow, "yes", steps).empty());
}

// X094: nobody looks at what ends with its submission, so nothing may be left for a person to judge.
TEST(Engine, WhatEndsAtOnceLeavesNothingUndecided) {
  cities::Judgement judged;
  Finding late, failed;
  late.code = "late";
  failed.code = "manual";
  judged.flags = {late, failed};
  const Workflow at_once = direct(), reviewed = review();
  ASSERT_EQ(left_undecided(at_once, *at_once.transition("send"), judged).size(), 1u);
  EXPECT_EQ(left_undecided(at_once, *at_once.transition("send"), judged).front().code, "manual");
  EXPECT_TRUE(left_undecided(reviewed, *reviewed.transition("send"), judged).empty());
}

// R01: who may file asks for an approved profile where the city's guard says so; an absent fact passes
// nothing.
TEST(Engine, GuardsAskFacts) {
  const Workflow guarded = review();
  const Transition& open = *guarded.transition("open");
  EXPECT_TRUE(guard_holds(open, {{"profile_state", "approved"}}));
  EXPECT_TRUE(guard_holds(open, {{"profile_state", "not_needed"}}));
  EXPECT_FALSE(guard_holds(open, {{"profile_state", "in_review"}}));
  EXPECT_FALSE(guard_holds(open, Json::object()));
  EXPECT_TRUE(guard_holds(*guarded.transition("send"), Json::object()));
}

TEST(Engine, TheSubmissionIsWhatJudgesTheForm) {
  const Workflow workflow = review();
  ASSERT_TRUE(submission_of(workflow, "blank", {"owner"}));
  EXPECT_EQ(submission_of(workflow, "blank", {"owner"})->name, "send");
  EXPECT_EQ(submission_of(workflow, "back", {"owner"})->name, "send");
  EXPECT_FALSE(submission_of(workflow, "blank", {"agent"}));
  EXPECT_FALSE(submission_of(workflow, "desk", {"owner"}));
}

TEST(Engine, EditableStepsAreTheStatesAndTheParties) {
  EXPECT_EQ(editable_steps(review(), "back", {"owner"}), std::vector<std::string>{"*"});
  EXPECT_TRUE(editable_steps(review(), "desk", {"owner"}).empty());
  EXPECT_TRUE(editable_steps(review(), "back", {"reviewer"}).empty());
  EXPECT_EQ(editable_steps(direct(), "blank", {"owner"}), (std::vector<std::string>{"first", "second"}));
}

// F081, R31: the deadline is the pack's, counted from the day after.
TEST(Engine, TheOutcomeCarriesDeadlineEffectsAndMessages) {
  const Workflow workflow = review();
  const Date day = *Date::parse("2025-06-03");
  const auto sent =
      outcome(pack_with_days("10 days"), workflow, *workflow.transition("send"), "blank", day, day);
  EXPECT_EQ(sent.to, "desk");
  ASSERT_TRUE(sent.due);
  EXPECT_EQ(sent.due->iso(), "2025-06-13");

  const auto open_ended =
      outcome(pack_with_days(nullptr), workflow, *workflow.transition("send"), "blank", day, day);
  EXPECT_FALSE(open_ended.due);

  const auto agreed =
      outcome(pack_with_days("10 days"), workflow, *workflow.transition("agree"), "desk", day, day);
  EXPECT_EQ(agreed.effects, std::vector<std::string>{"issue_code"});
  EXPECT_FALSE(agreed.due);
  const auto denied =
      outcome(pack_with_days("10 days"), workflow, *workflow.transition("deny"), "desk", day, day);
  EXPECT_EQ(denied.tell.at("owner"), "denied");
}

TEST(Engine, APartyOpensWhatSaysSo) {
  EXPECT_TRUE(may_open(review(), "owner"));
  EXPECT_FALSE(may_open(review(), "agent"));
  EXPECT_FALSE(may_open(Workflow(), "owner"));
}

}  // namespace
}  // namespace nrmm::workflows
