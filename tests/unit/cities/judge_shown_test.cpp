#include <gtest/gtest.h>

#include "sample_pack.hpp"

namespace nrmm::cities {
namespace {

using sample::is;
using sample::judged;
using Names = std::vector<std::string>;

// R16: groups of numbers in turn; a filled one hides those after it, and each is a page of its own.
Form groups_in_turn() {
  Form form;
  form.name = "machine";
  Field first = sample::field("first", FieldType::text), second = sample::field("second", FieldType::text),
        third = sample::field("third", FieldType::text);
  first.shown = is("nameplate", "with");
  second.shown = Condition::all({is("nameplate", "with"), Condition::absent("first")});
  third.shown =
      Condition::all({is("nameplate", "with"), Condition::absent("first"), Condition::absent("second")});
  sample::ask(form, "basic", {sample::choice("nameplate", "yes_no")});
  sample::ask(form, "group1", {first});
  sample::ask(form, "group2", {second});
  sample::ask(form, "group3", {third});
  sample::ask(form, "done", {});
  return form;
}

TEST(JudgeShown, AGroupThatIsFilledHidesThoseAfterIt) {
  const Pack pack = sample::city();
  const Form form = groups_in_turn();
  EXPECT_EQ(judged(pack, form, {{"nameplate", "with"}}).steps,
            (Names{"basic", "group1", "group2", "group3", "done"}));
  EXPECT_EQ(judged(pack, form, {{"nameplate", "with"}, {"second", "B"}}).steps,
            (Names{"basic", "group1", "group2", "done"}));
  EXPECT_EQ(judged(pack, form, {{"nameplate", "without"}}).steps, (Names{"basic", "done"}));
}

// A hidden answer counts as none for what depends on it: the second is filled but hidden, so it hides
// nothing.
TEST(JudgeShown, HiddenAnswersAreDroppedAndDecideNothing) {
  const Judgement made = judged(sample::city(), groups_in_turn(),
                                {{"nameplate", "with"}, {"first", "A"}, {"second", "B"}, {"third", "C"}});
  EXPECT_EQ(made.dropped, (Names{"second", "third"}));
  EXPECT_EQ(made.answers, Json({{"nameplate", "with"}, {"first", "A"}}));
  const Judgement bare =
      judged(sample::city(), groups_in_turn(), {{"nameplate", "without"}, {"first", "A"}, {"third", "C"}});
  EXPECT_EQ(bare.dropped, (Names{"first", "third"}));
}

TEST(JudgeShown, BlanksAreNoAnswer) {
  const Judgement made = judged(sample::city(), groups_in_turn(), {{"nameplate", "with"}, {"first", "  "}});
  EXPECT_EQ(made.shown, (Names{"nameplate", "first", "second", "third"}));
  EXPECT_TRUE(made.dropped.empty());
  EXPECT_FALSE(made.answers.contains("first"));
}

TEST(JudgeShown, FactsDecideWhereTheFormDoesNotAsk) {
  Form form;
  Field company = sample::field("company", FieldType::text);
  company.shown = is("account_kind", "enterprise");
  company.required = Condition::always();
  sample::ask(form, "only", {company});
  const Pack pack = sample::city();
  EXPECT_EQ(sample::codes(judged(pack, form, Json::object(), {{"account_kind", "enterprise"}}).errors),
            "company:required");
  EXPECT_TRUE(judged(pack, form, Json::object(), {{"account_kind", "person"}}).errors.empty());
}

// A circle is the loader's to refuse; here it must end.
TEST(JudgeShown, ACircleHidesItsFields) {
  Form form;
  Field one = sample::field("one", FieldType::text), two = sample::field("two", FieldType::text);
  one.shown = Condition::present("two");
  two.shown = Condition::present("one");
  sample::ask(form, "only", {one, two});
  EXPECT_TRUE(judged(sample::city(), form, {{"one", "1"}, {"two", "2"}}).shown.empty());
}

// contract.md: fields with a credential go to the account, never into the record.
TEST(JudgeShown, CredentialsAreAskedButNeverKept) {
  Form form;
  Field password = sample::field("password", FieldType::text);
  password.required = Condition::always();
  password.credential = "password";
  sample::ask(form, "only", {password});
  const Judgement given = judged(sample::city(), form, {{"password", "correct horse"}});
  EXPECT_EQ(given.dropped, Names{"password"});
  EXPECT_TRUE(given.answers.empty());
  const Judgement missing = judged(sample::city(), form, Json::object());
  EXPECT_EQ(missing.required, Names{"password"});
  EXPECT_FALSE(missing.refused());
}

}  // namespace
}  // namespace nrmm::cities
