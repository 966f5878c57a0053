#include "users/challenge.hpp"

#include <map>
#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace nrmm {
namespace {

constexpr const char* kPhone = "13812345678";

users::Settings limited() {
  auto settings = testing::World::easy();
  settings.challenge = {.free_per_phone_day = 3, .free_per_address_hour = 5, .free_per_city_hour = 8};
  return settings;
}

// A person reads the question and answers it.
std::string solved(const std::string& question) {
  static const auto kAnswers = [] {
    std::map<std::string, std::string> answers;
    for (std::uint32_t seed = 0; seed < 6 * 40 * 40; ++seed) {
      const auto one = users::question_of(seed);
      answers[one.text] = one.answer;
    }
    return answers;
  }();
  return kAnswers.at(question);
}

class Challenge : public ::testing::Test {
 protected:
  testing::Answer send(const std::string& phone, const Json& challenge = nullptr,
                       const std::string& purpose = "register") {
    Json body = {{"phone", phone}, {"purpose", purpose}};
    if (!challenge.is_null()) body["challenge"] = challenge;
    return world_.send("POST", "/north/v1/sms-codes", body);
  }
  // Until a question is put; the question.
  Json asked(const std::string& phone = kPhone) {
    for (int i = 0; i < 20; ++i) {
      const auto answer = send(phone);
      if (answer.code() == "sms.challenge") return answer.body.at("challenge");
    }
    ADD_FAILURE() << "no question";
    return {};
  }
  static Json answer_to(const Json& question) {
    return {{"id", question.at("id")}, {"answer", solved(question.at("question"))}};
  }

  testing::World world_{limited()};
};

// X054: an honest user's first requests are free; then a question, whose answer sends the message.
TEST_F(Challenge, AfterTheFirstFewOfAPhone) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send(kPhone).status, 202);
  const auto refused = send(kPhone);
  ASSERT_EQ(refused.status, 429);
  EXPECT_EQ(refused.code(), "sms.challenge");
  EXPECT_FALSE(refused.headers.at("Retry-After").empty());
  const auto before = world_.sms_lines().size();
  EXPECT_EQ(before, 3U);
  EXPECT_EQ(send(kPhone, answer_to(refused.body.at("challenge"))).status, 202);
  EXPECT_EQ(world_.sms_lines().size(), before + 1);
}

// X054, X067: a thousand phones from one place, and a thousand places together.
TEST_F(Challenge, AfterTheFirstFewOfAnAddressAndOfTheCity) {
  int phone = 0;
  const auto fresh = [&] { return "139" + std::to_string(10000000 + ++phone); };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(send(fresh()).status, 202);
  EXPECT_EQ(send(fresh()).code(), "sms.challenge");
  world_.address = "192.0.2.2";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send(fresh()).status, 202);
  world_.address = "192.0.2.3";
  EXPECT_EQ(send(fresh()).code(), "sms.challenge");
  EXPECT_EQ(world_.send("POST", "/south/v1/sms-codes", {{"phone", kPhone}, {"purpose", "register"}}).status,
            202);
}

// X054: one answer is good for one message.
TEST_F(Challenge, AQuestionIsAnsweredOnce) {
  const Json right = answer_to(asked());
  EXPECT_EQ(send(kPhone, right).status, 202);
  EXPECT_EQ(send(kPhone, right).code(), "sms.challenge");
  Json wrong = answer_to(asked());
  const std::string answer = wrong.at("answer");
  wrong["answer"] = "1";
  EXPECT_EQ(send(kPhone, wrong).code(), "sms.challenge");
  wrong["answer"] = answer;
  EXPECT_EQ(send(kPhone, wrong).code(), "sms.challenge");
}

// X054: also when so many were put that none is put any more.
TEST_F(Challenge, AQuestionIsUsedUpBeyondTheLimitToo) {
  Json last = asked();
  testing::Answer answer = send(kPhone);
  for (int i = 0; i < 100 && answer.code() != "sms.too_many"; ++i) {
    answer = send(kPhone);
    if (answer.code() == "sms.challenge") last = answer.body.at("challenge");
  }
  ASSERT_EQ(answer.code(), "sms.too_many");
  Json right = answer_to(last), wrong = right;
  wrong["answer"] = "1";
  EXPECT_EQ(send(kPhone, wrong).status, 429);
  EXPECT_EQ(send(kPhone, right).status, 429);
}

// X056: for the phone, purpose and address it was put to, and for five minutes.
TEST_F(Challenge, AnAnswerIsWorthNothingElsewhere) {
  asked("13900000008");
  EXPECT_EQ(send("13900000008", answer_to(asked("13900000009"))).code(), "sms.challenge");
  EXPECT_EQ(send(kPhone, answer_to(asked()), "sign_in").code(), "sms.challenge");
  const Json before = answer_to(asked());
  const Json late = answer_to(asked());
  world_.address = "192.0.2.9";
  for (int i = 0; i < 3; ++i) send(kPhone);
  EXPECT_EQ(send(kPhone, before).code(), "sms.challenge");
  world_.address = "192.0.2.1";
  world_.shift_clock("6 minutes");
  EXPECT_EQ(send(kPhone, late).code(), "sms.challenge");
}

// Full width and blanks are how people type digits.
TEST_F(Challenge, AnAnswerAsPeopleTypeIt) {
  Json right = answer_to(asked());
  std::string wide = "　";
  for (const char digit : right.at("answer").get<std::string>())
    wide += std::string("\xEF\xBC") + static_cast<char>(0x90 + digit - '0');
  right["answer"] = wide;
  EXPECT_EQ(send(kPhone, right).status, 202);
}

// X055
TEST_F(Challenge, AnswersHaveTheirTypes) {
  const Json question = asked();
  for (const Json& wrong :
       {Json{{"id", question.at("id")}, {"answer", 20}}, Json{{"id", question.at("id")}},
        Json{{"id", nullptr}, {"answer", "20"}}, Json{{"id", "x"}, {"answer", "20"}, {"more", 1}}})
    EXPECT_EQ(send(kPhone, wrong).status, 400) << wrong;
  EXPECT_EQ(send(kPhone, {{"id", "nonsense"}, {"answer", "20"}}).code(), "sms.challenge");
}

// The answer stands nowhere in clear.
TEST_F(Challenge, NoAnswerIsStored) {
  asked();
  const Json rows = world_.admin("select answer_mac from challenge");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_GE(rows.at(0).at("answer_mac").get<std::string>().size(), 32U);
}

}  // namespace
}  // namespace nrmm
