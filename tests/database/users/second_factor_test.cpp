#include <atomic>
#include <cctype>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "users/second_factor_store.hpp"
#include "users/totp.hpp"
#include "world.hpp"

namespace nrmm {
namespace {

constexpr const char* kPhone = "13812345678";

std::string raw(const std::string& base32) {
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : base32) {
    held = held << 5 | static_cast<std::uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
    if ((bits += 5) >= 8) out += static_cast<char>(held >> (bits -= 8) & 0xFF);
  }
  return out;
}

class SecondFactor : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(world_.register_person("north", kPhone).status, 201);
    token_ = world_.token_of("north", kPhone, testing::kPassword);
  }
  testing::Answer post(const std::string& path, const Json& body, const std::string& token) {
    return world_.send("POST", "/north/v1/" + path, body, token);
  }
  testing::Answer sign_in(const Json& more = Json::object()) {
    Json body = {{"login", kPhone}, {"password", testing::kPassword}};
    body.update(more);
    return world_.send("POST", "/north/v1/sessions", body);
  }
  std::int64_t step() {
    const auto rows = world_.admin("select floor(extract(epoch from nrmm_now()))::bigint as now");
    return rows.at(0).at("now").get<std::int64_t>() / users::kTotpSeconds;
  }
  std::string code(std::int64_t later = 0) { return users::totp_code(key_, step() + later); }
  Json set_up() {
    const auto enrolled = post("account/second-factor", {{"password", testing::kPassword}}, token_);
    EXPECT_EQ(enrolled.status, 201) << enrolled.body;
    key_ = raw(enrolled.body.at("secret"));
    const auto confirmed = post("account/second-factor/confirmation", {{"code", code()}}, token_);
    EXPECT_EQ(confirmed.status, 201) << confirmed.body;
    return confirmed.body.value("recovery_codes", Json::array());
  }
  void wait_a_step() { world_.shift_clock(std::to_string(seconds_ += 60) + " seconds"); }

  testing::World world_;
  std::string token_;
  std::string key_;
  int seconds_ = 0;
};

// X064: the password alone opens nothing any more, and a code opens once.
TEST_F(SecondFactor, ACodeBesideThePassword) {
  set_up();
  EXPECT_EQ(sign_in().code(), "session.second_factor_required");
  wait_a_step();
  const std::string now = code();
  ASSERT_EQ(sign_in({{"second_factor", now}}).status, 201);
  EXPECT_EQ(sign_in({{"second_factor", now}}).code(), "session.second_factor_refused");
  wait_a_step();
  EXPECT_EQ(sign_in({{"second_factor", code()}}).status, 201);
}

TEST_F(SecondFactor, BesideAnSmsCodeToo) {
  set_up();
  wait_a_step();
  Json body = {{"phone", kPhone}, {"sms_code", world_.code_for("north", kPhone, "sign_in")}};
  EXPECT_EQ(world_.send("POST", "/north/v1/sessions", body).code(), "session.second_factor_required");
  body["sms_code"] = world_.code_for("north", kPhone, "sign_in");
  body["second_factor"] = code();
  EXPECT_EQ(world_.send("POST", "/north/v1/sessions", body).status, 201);
}

// X064: nobody learns whether the password was right from a wrong one with a code.
TEST_F(SecondFactor, TheFirstFactorComesFirst) {
  set_up();
  wait_a_step();
  EXPECT_EQ(sign_in({{"password", "wrong-wrong-1"}, {"second_factor", code()}}).code(), "session.refused");
  EXPECT_EQ(sign_in({{"second_factor", code()}}).status, 201);
}

// X051, X064: tries are counted for the account, over all ways and in parallel.
TEST_F(SecondFactor, GuessesAreCounted) {
  set_up();
  wait_a_step();
  std::atomic<int> refused = 0, slowed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 5; ++k) {
        const auto answer = sign_in({{"second_factor", "ABCD-EFGH-JKLM"}});
        if (answer.code() == "session.second_factor_refused") ++refused;
        if (answer.status == 429) ++slowed;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(refused, 5);
  EXPECT_EQ(slowed, 15);
  EXPECT_EQ(sign_in({{"second_factor", code()}}).status, 429);
  wait_a_step();
  world_.shift_clock("20 minutes");
  EXPECT_EQ(sign_in({{"second_factor", code()}}).status, 201);
}

TEST_F(SecondFactor, ARecoveryCodeStandsInOnce) {
  const Json codes = set_up();
  ASSERT_EQ(codes.size(), 8U);
  EXPECT_EQ(sign_in({{"second_factor", codes[0]}}).status, 201);
  EXPECT_EQ(sign_in({{"second_factor", codes[0]}}).code(), "session.second_factor_refused");
  std::string lower = codes[1];
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(sign_in({{"second_factor", lower}}).status, 201);
}

TEST_F(SecondFactor, SettingItUpEndsOtherSessions) {
  const auto other = world_.token_of("north", kPhone, testing::kPassword);
  set_up();
  EXPECT_EQ(world_.send("GET", "/north/v1/account", nullptr, other).status, 401);
  EXPECT_EQ(world_.send("GET", "/north/v1/account", nullptr, token_).body.at("second_factor"), "on");
}

// A stolen session sets nothing up: it wants the password, and the code of the one in use.
TEST_F(SecondFactor, ReplacingItWantsTheOldOne) {
  EXPECT_EQ(post("account/second-factor", {{"password", "wrong-wrong-1"}}, token_).status, 422);
  set_up();
  EXPECT_EQ(post("account/second-factor", {{"password", testing::kPassword}}, token_).code(),
            "session.second_factor_required");
  EXPECT_EQ(world_
                .admin("select 1 as one from audit where result = 'refused' and action in ('account.proof', "
                       "'second_factor.enrol')")
                .size(),
            2U);
  wait_a_step();
  const Json proven = {{"password", testing::kPassword}, {"second_factor", code()}};
  ASSERT_EQ(post("account/second-factor", proven, token_).status, 201);
  // Until the new one is confirmed the old one holds.
  wait_a_step();
  EXPECT_EQ(sign_in({{"second_factor", code()}}).status, 201);
}

TEST_F(SecondFactor, OnlyTheRightCodeConfirms) {
  EXPECT_EQ(post("account/second-factor/confirmation", {{"code", "123456"}}, token_).code(),
            "second_factor.not_enrolled");
  ASSERT_EQ(post("account/second-factor", {{"password", testing::kPassword}}, token_).status, 201);
  EXPECT_EQ(post("account/second-factor/confirmation", {{"code", "abc"}}, token_).status, 422);
  EXPECT_EQ(sign_in().status, 201);
}

// X051, X064: a stolen session does not guess the first code either.
TEST_F(SecondFactor, TriesToConfirmAreCounted) {
  ASSERT_EQ(post("account/second-factor", {{"password", testing::kPassword}}, token_).status, 201);
  int status = 0, tries = 0;
  while (tries < 20 && status != 429) {
    status = post("account/second-factor/confirmation", {{"code", "abc"}}, token_).status;
    ++tries;
  }
  EXPECT_EQ(status, 429);
}

// Of two confirmations at once, or one beside a new enrolment, the later one changes nothing: what is on has
// been proved, and stays on.
TEST_F(SecondFactor, OnlyWhatWasReadIsConfirmed) {
  namespace store = users::second_factor_store;
  ASSERT_EQ(post("account/second-factor", {{"password", testing::kPassword}}, token_).status, 201);
  const std::string account = world_.send("GET", "/north/v1/account", nullptr, token_).body.at("id");
  auto session = world_.session("north");
  const std::string read = store::find(session, account)->pending_sealed;
  ASSERT_EQ(post("account/second-factor", {{"password", testing::kPassword}}, token_).status, 201);
  EXPECT_FALSE(store::confirm(session, account, read, 1, {"early"}));
  EXPECT_FALSE(store::find(session, account)->on());
  const std::string newer = store::find(session, account)->pending_sealed;
  EXPECT_TRUE(store::confirm(session, account, newer, 1, {"first"}));
  EXPECT_FALSE(store::confirm(session, account, newer, 1, {"second"}));
  EXPECT_TRUE(store::find(session, account)->on());
  EXPECT_TRUE(store::use_recovery(session, account, "first"));
}

// The key is sealed, recovery codes are hashes, the record has neither.
TEST_F(SecondFactor, NothingIsStoredInClear) {
  const Json codes = set_up();
  const std::string whole = dump_json(world_.admin("select * from second_factor")) +
                            dump_json(world_.admin("select * from recovery_code")) +
                            dump_json(world_.admin("select * from audit"));
  EXPECT_EQ(whole.find(users::base32(key_)), std::string::npos);
  for (const Json& each : codes) EXPECT_EQ(whole.find(each.get<std::string>()), std::string::npos);
}

}  // namespace
}  // namespace nrmm
