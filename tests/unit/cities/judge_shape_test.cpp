#include <gtest/gtest.h>

#include "sample_pack.hpp"

namespace nrmm::cities {
namespace {

using sample::judged;

Form form() {
  Form made;
  Field several = sample::choice("several", "fuel");
  several.type = FieldType::choices;
  sample::ask(made, "only",
              {sample::field("text", FieldType::text), sample::field("number", FieldType::number), several,
               sample::field("photos", FieldType::photos), sample::field("position", FieldType::position)});
  made.fields["unlisted"] = sample::field("unlisted", FieldType::text);
  return made;
}

// "400 code field:code …", or "" when the request is taken.
std::string refusal(const Json& answers) {
  try {
    judged(sample::city(), form(), answers);
    return "";
  } catch (const Problem& problem) {
    return std::to_string(problem.status) + " " + problem.code + " " + sample::codes(problem.errors);
  }
}

// contract.md: wrong JSON type is 400.
TEST(JudgeShape, WrongJsonTypesNameTheField) {
  EXPECT_EQ(refusal({{"text", 12}}), "400 request.type text:type");
  for (const char* wrong : {"true", "12", "{}", "[]", R"(["a"])"})
    EXPECT_EQ(refusal({{"text", parse_json(wrong)}}), "400 request.type text:type") << wrong;
  EXPECT_EQ(refusal({{"number", "12"}}), "400 request.type number:type");
  EXPECT_EQ(refusal({{"several", "diesel"}}), "400 request.type several:type");
  EXPECT_EQ(refusal({{"photos", {"a", 1}}}), "400 request.type photos:type");
  EXPECT_EQ(refusal({{"position", {1, 2}}}), "400 request.type position:type");
  EXPECT_EQ(refusal({{"position", {{"lon", "1"}}}}), "400 request.type position.lon:type");
  EXPECT_EQ(refusal(Json::array()), "400 request.type answers:type");
  EXPECT_EQ(refusal("text"), "400 request.type answers:type");
}

TEST(JudgeShape, UnknownFieldsAreNamed) {
  EXPECT_EQ(refusal({{"no_such", "a"}}), "400 request.unknown_key no_such:unknown_field");
  EXPECT_EQ(refusal({{"unlisted", "a"}}), "400 request.unknown_key unlisted:unknown_field");
  EXPECT_EQ(refusal({{"position", {{"alt", 3}}}}), "400 request.unknown_key position.alt:unknown_field");
}

TEST(JudgeShape, NoAnswerFitsEveryType) {
  EXPECT_EQ(
      refusal({{"text", nullptr}, {"number", ""}, {"several", nullptr}, {"photos", ""}, {"position", ""}}),
      "");
  EXPECT_EQ(refusal({{"several", Json::array()}, {"photos", Json::array()}}), "");
}

TEST(JudgeShape, FindingsAreInTheCitysWords) {
  try {
    judged(sample::city(), form(), {{"text", 12}});
    FAIL();
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.errors[0].message, "text的标签的内容不符合要求。");
  }
}

TEST(JudgeShape, DraftsMayBeIncompleteButNotMisshapen) {
  EXPECT_NO_THROW(check_shape(form(), Json::object()));
  EXPECT_NO_THROW(check_shape(form(), {{"text", "anything"}, {"number", 1e9}}));
  EXPECT_THROW(check_shape(form(), {{"number", "1"}}), Problem);
}

}  // namespace
}  // namespace nrmm::cities
