#include <gtest/gtest.h>

#include "sample_pack.hpp"

namespace nrmm::cities {
namespace {

using sample::codes;
using sample::is;
using sample::judged;
using Names = std::vector<std::string>;

// R14: with a nameplate at least one of its photos; without, the certificate.
// R19: an in-plant vehicle needs its number.
Form machine() {
  Form form;
  form.name = "machine";
  form.basis.text = "样规 第二条";
  Field nameplate = sample::choice("nameplate", "yes_no");
  nameplate.required = Condition::always();
  Field label = sample::field("photo_label", FieldType::photo),
        plate = sample::field("photo_plate", FieldType::photo);
  label.shown = plate.shown = is("nameplate", "with");
  Field certificate = sample::field("photo_certificate", FieldType::photo);
  certificate.shown = is("nameplate", "without");
  certificate.required = Condition::always();
  Field number = sample::field("number", FieldType::text);
  number.required = Condition::present("photo_plate");
  number.basis.text = "样规 第三条";
  sample::ask(form, "photos", {nameplate, label, plate, certificate});
  sample::ask(form, "details", {number});
  form.groups.push_back({"plates", {"photo_label", "photo_plate"}, is("nameplate", "with"), {}, {}});
  return form;
}

TEST(JudgeRequired, OneOfTheNameplatePhotos) {
  const Judgement none = judged(sample::city(), machine(), {{"nameplate", "with"}});
  ASSERT_EQ(codes(none.errors), "photo_label:at_least_one");
  EXPECT_EQ(none.errors[0].message, "以下各项至少填写一项：photo_label的标签、photo_plate的标签。");
  EXPECT_EQ(none.errors[0].rule, "form.machine.at_least_one.plates");
  EXPECT_EQ(none.errors[0].basis, "样规 第二条");
  EXPECT_EQ(none.errors[0].inputs,
            Json({{"nameplate", "with"}, {"photo_label", nullptr}, {"photo_plate", nullptr}}));
  const Judgement one = judged(sample::city(), machine(), {{"nameplate", "with"}, {"photo_label", "a"}});
  EXPECT_FALSE(one.refused());
  EXPECT_EQ(codes(one.passed), "photo_label:at_least_one");
}

TEST(JudgeRequired, AGroupThatIsHiddenOrNotMeantRests) {
  EXPECT_EQ(codes(judged(sample::city(), machine(), {{"nameplate", "without"}}).errors),
            "photo_certificate:required");
  Form form = machine();
  form.steps[0].fields = {"nameplate"};
  EXPECT_FALSE(judged(sample::city(), form, {{"nameplate", "with"}}).refused());
}

TEST(JudgeRequired, SaysWhatIsMissingAndWhy) {
  const Judgement made = judged(sample::city(), machine(), {{"nameplate", "with"}, {"photo_plate", "p"}});
  ASSERT_EQ(codes(made.errors), "number:required");
  EXPECT_EQ(made.errors[0].message, "请填写number的标签。");
  EXPECT_EQ(made.errors[0].basis, "样规 第三条");
  EXPECT_EQ(made.errors[0].rule, "form.machine.number.required");
  EXPECT_EQ(made.errors[0].inputs, Json({{"photo_plate", "p"}}));
  EXPECT_EQ(made.required, (Names{"nameplate", "number"}));
}

TEST(JudgeRequired, NothingAnsweredIsRequiredNotMalformed) {
  for (const Json& nothing : {Json(), Json("")})
    EXPECT_EQ(codes(judged(sample::city(), machine(), {{"nameplate", nothing}}).errors),
              "nameplate:required");
}

// A case with several parties checks only the steps of the one who acts (R24).
TEST(JudgeRequired, OnlyTheStepsAskedFor) {
  const Pack pack = sample::city();
  const Form form = machine();
  const Json answers = {{"nameplate", "with"}, {"photo_plate", "p"}};
  const Json facts = Json::object();
  const Date date = sample::day("2025-06-03");
  EXPECT_FALSE(judge({pack, form, answers, facts, date, {"photos"}}).refused());
  EXPECT_EQ(codes(judge({pack, form, answers, facts, date, {"details"}}).errors), "number:required");
  const Json nothing = Json::object();
  EXPECT_FALSE(judge({pack, form, nothing, facts, date, {"details"}}).refused());
}

}  // namespace
}  // namespace nrmm::cities
