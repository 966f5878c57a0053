#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace nrmm {
namespace {

constexpr const char* kPhone = "13812345678";

class SmsCodes : public ::testing::Test {
 protected:
  bool verify(const std::string& city, const std::string& phone, const std::string& purpose,
              const std::string& code) {
    return world_.database.transact(
        city, [&](storage::Session& session) { return world_.codes.verify(session, phone, purpose, code); });
  }
  static std::string other_than(const std::string& code) { return code == "000000" ? "000001" : "000000"; }

  testing::World world_;
};

TEST_F(SmsCodes, TheRightCodeWorksOnce) {
  const auto code = world_.code_for("north", kPhone, "register");
  EXPECT_TRUE(verify("north", kPhone, "register", code));
  EXPECT_FALSE(verify("north", kPhone, "register", code));
}

// X056: bound to its purpose, phone and city.
TEST_F(SmsCodes, ACodeIsWorthNothingElsewhere) {
  const auto code = world_.code_for("north", kPhone, "register");
  world_.code_for("north", kPhone, "reset_password");
  world_.code_for("north", "13900000001", "register");
  world_.code_for("south", kPhone, "register");
  EXPECT_FALSE(verify("north", kPhone, "sign_in", code));
  EXPECT_FALSE(verify("north", "13900000002", "register", code));
  EXPECT_TRUE(verify("north", kPhone, "register", code));
  // One of another purpose, phone or city equals it once in a million.
}

TEST_F(SmsCodes, AskingAgainEndsTheOlderOne) {
  const auto older = world_.code_for("north", kPhone, "register");
  auto newer = world_.code_for("north", kPhone, "register");
  while (newer == older) newer = world_.code_for("north", kPhone, "register");
  EXPECT_FALSE(verify("north", kPhone, "register", older));
  EXPECT_TRUE(verify("north", kPhone, "register", newer));
}

// X056: ten minutes.
TEST_F(SmsCodes, ACodeRunsOut) {
  const auto code = world_.code_for("north", kPhone, "register");
  world_.shift_clock("9 minutes");
  EXPECT_FALSE(verify("north", kPhone, "register", other_than(code)));
  world_.shift_clock("11 minutes");
  EXPECT_FALSE(verify("north", kPhone, "register", code));
}

// X051: five tries, then even the right one is dead.
TEST_F(SmsCodes, TheSixthTryIsNotLookedAt) {
  const auto code = world_.code_for("north", kPhone, "register");
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(verify("north", kPhone, "register", other_than(code)));
  EXPECT_FALSE(verify("north", kPhone, "register", code));
}

// X052: a hundred tries at once are counted like one after the other, and a right one wins once.
TEST_F(SmsCodes, ParallelTriesGiveNoMoreThanFive) {
  const auto code = world_.code_for("north", kPhone, "register");
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 17; ++k) verify("north", kPhone, "register", other_than(code));
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(world_.admin("select tries from sms_code").at(0).at("tries"), 5);
  EXPECT_FALSE(verify("north", kPhone, "register", code));
}

TEST_F(SmsCodes, OfParallelRightTriesOneWins) {
  const auto code = world_.code_for("north", kPhone, "register");
  std::atomic<int> won = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) threads.emplace_back([&] { won += verify("north", kPhone, "register", code); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
}

// X052: a refused registration counts its try although nothing else of it remains.
TEST_F(SmsCodes, ARefusedRequestStillCountsItsTry) {
  const auto code = world_.code_for("north", kPhone, "register");
  for (int i = 0; i < 5; ++i) {
    const auto answer =
        world_.send("POST", "/north/v1/accounts", world_.application(kPhone, other_than(code)));
    EXPECT_EQ(answer.code(), "sms.refused");
  }
  EXPECT_EQ(world_.send("POST", "/north/v1/accounts", world_.application(kPhone, code)).code(),
            "sms.refused");
}

// X055: only a JSON string of six ASCII digits is a code.
TEST_F(SmsCodes, AnythingElseThanSixDigitsIsNoCode) {
  const auto code = world_.code_for("north", kPhone, "register");
  const Json others[] = {Json::object(),
                         Json::array(),
                         nullptr,
                         true,
                         0,
                         std::stoi(code),
                         "0",
                         " 123456",
                         "123456 ",
                         "１２３４５６",
                         "12345a",
                         Json::array({code}),
                         "",
                         code + "0"};
  for (const Json& other : others) {
    Json body = world_.application(kPhone, "");
    body["sms_code"] = other;
    EXPECT_EQ(world_.send("POST", "/north/v1/accounts", body).status, 400) << other;
    const Json reset = {{"phone", kPhone}, {"sms_code", other}, {"new_password", testing::kPassword}};
    EXPECT_EQ(world_.send("POST", "/north/v1/password-resets", reset).status, 400) << other;
    EXPECT_EQ(world_.send("POST", "/north/v1/sessions", {{"phone", kPhone}, {"sms_code", other}}).status, 400)
        << other;
  }
  EXPECT_EQ(world_.admin("select tries from sms_code").at(0).at("tries"), 0);
}

// X057: the answer does not know whether the phone is somebody's.
TEST_F(SmsCodes, TheAnswerIsTheSameForEveryPhone) {
  ASSERT_EQ(world_.register_person("north", kPhone).status, 201);
  for (const char* purpose : {"register", "sign_in", "reset_password"}) {
    const auto known = world_.send("POST", "/north/v1/sms-codes", {{"phone", kPhone}, {"purpose", purpose}});
    const auto unknown =
        world_.send("POST", "/north/v1/sms-codes", {{"phone", "13900000001"}, {"purpose", purpose}});
    EXPECT_EQ(known.status, 202);
    EXPECT_EQ(unknown.status, 202);
    EXPECT_EQ(known.body, unknown.body);
  }
}

TEST_F(SmsCodes, UnknownPurposesAndNoPhonesAreRefused) {
  const auto answer = world_.send("POST", "/north/v1/sms-codes", {{"phone", "12"}, {"purpose", "prize"}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.errors("phone").size() + answer.errors("purpose").size(), 2u);
}

TEST_F(SmsCodes, TheTextNamesTheCode) {
  world_.code_for("north", kPhone, "register");
  const Json line = world_.sms_lines().at(0);
  EXPECT_EQ(line.at("phone"), kPhone);
  EXPECT_THAT(line.at("text").get<std::string>(), ::testing::HasSubstr(line.at("code").get<std::string>()));
}

// X054: one a minute and phone, some a minute and address; a refusal says how long to wait.
TEST(SmsLimits, PhonesAndAddressesAreLimited) {
  users::Settings settings = testing::World::easy();
  settings.sms.per_phone_minute = 1;
  settings.sms.per_address_minute = 5;
  testing::World world(settings);
  world.shift_clock("1 second");
  int sent = 0, refused = 0;
  for (int i = 0; i < 12; ++i) {
    const std::string phone = "1390000000" + std::to_string(i % 10);
    const auto answer =
        world.send("POST", "/north/v1/sms-codes", {{"phone", phone}, {"purpose", "register"}});
    if (answer.status == 202) ++sent;
    if (answer.status != 429) continue;
    ++refused;
    EXPECT_EQ(answer.code(), "sms.too_many");
    const int wait = std::stoi(answer.headers.at("Retry-After"));
    EXPECT_GE(wait, 1);
    EXPECT_LE(wait, 60);
  }
  EXPECT_LE(sent, 10);  // two windows at most
  EXPECT_GE(refused, 2);
}

}  // namespace
}  // namespace nrmm
