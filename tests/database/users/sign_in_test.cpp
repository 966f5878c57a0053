#include <algorithm>
#include <ctime>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "users/sweep.hpp"
#include "world.hpp"

namespace nrmm {
namespace {

using testing::kPassword;

constexpr const char* kPhone = "13812345678";

double thread_milliseconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

class SignIn : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(world_.register_person("north", kPhone).status, 201); }
  testing::Answer try_password(const std::string& city, const std::string& login,
                               const std::string& password = kPassword) {
    return world_.send("POST", "/" + city + "/v1/sessions", {{"login", login}, {"password", password}});
  }
  int account(const std::string& token, const std::string& city = "north") {
    return world_.send("GET", "/" + city + "/v1/account", nullptr, token).status;
  }

  testing::World world_;
};

// R02: the keys that open an account are the city's.
TEST_F(SignIn, TheCitySaysWhatIsALogin) {
  for (const char* login : {kPhone, "138 1234 5678", "11010519491231002X", "11010519491231002x"})
    EXPECT_EQ(try_password("north", login).status, 201) << login;
  ASSERT_EQ(world_.register_person("south", kPhone).status, 201);
  EXPECT_EQ(try_password("south", kPhone).code(), "session.refused");
  world_.packs.pack("north").policies["account.login"].undated.value = {"id_number"};
  EXPECT_EQ(try_password("north", kPhone).code(), "session.refused");
}

TEST_F(SignIn, ByCodeOnlyWhereTheCityOffersIt) {
  const Json by_code = {{"phone", kPhone}, {"sms_code", world_.code_for("north", kPhone, "sign_in")}};
  const auto answer = world_.send("POST", "/north/v1/sessions", by_code);
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(account(answer.body.at("token")), 200);
  ASSERT_EQ(world_.register_person("south", kPhone).status, 201);
  const Json there = {{"phone", kPhone}, {"sms_code", world_.code_for("south", kPhone, "sign_in")}};
  EXPECT_EQ(world_.send("POST", "/south/v1/sessions", there).code(), "session.refused");
}

TEST_F(SignIn, TheAnswerNamesTheAccount) {
  const auto answer = try_password("north", kPhone);
  EXPECT_EQ(answer.body.at("account").at("name"), "王五");
  EXPECT_EQ(answer.body.at("account").at("roles"), Json({"owner"}));
  EXPECT_EQ(answer.body.at("account").at("must_change_password"), false);
  EXPECT_GE(answer.body.at("token").get<std::string>().size(), 43u);
}

// X057: one answer for an unknown login, a wrong password and a disabled account.
TEST_F(SignIn, RefusalsAreAllAlike) {
  const auto wrong = try_password("north", kPhone, "not the password");
  const auto unknown = try_password("north", "13900000001");
  world_.admin("update account set disabled_at = now() returning 1 as done");
  const auto disabled = try_password("north", kPhone);
  for (auto answer : {wrong, unknown, disabled}) {
    EXPECT_EQ(answer.status, 401);
    answer.body.erase("request_id");
    auto expected = wrong.body;
    expected.erase("request_id");
    EXPECT_EQ(answer.body, expected);
  }
}

// X057: an unknown login costs a hash like any other. Counted in this thread's own time: others may be busy.
TEST(SignInTiming, AnUnknownLoginTakesAsLong) {
  users::Settings settings = testing::World::easy();
  settings.password.memory_kib = 16 * 1024;
  settings.sign_in.free_failures = settings.sign_in.free_failures_anywhere = settings.sign_in.per_address =
      1000;
  testing::World world(settings);
  ASSERT_EQ(world.register_person("north", kPhone).status, 201);
  const auto spent = [&](const char* login) {
    const double begin = thread_milliseconds();
    world.token_of("north", login, "not the password");
    return thread_milliseconds() - begin;
  };
  double known = 1e9, unknown = 1e9;
  for (int i = 0; i < 15; ++i) {
    known = std::min(known, spent(kPhone));
    unknown = std::min(unknown, spent("13900000001"));
  }
  EXPECT_NEAR(known, unknown, 5.0);
  EXPECT_GT(unknown, 5.0);
}

// X059: the very next request.
TEST_F(SignIn, ADisabledAccountsTokenIsDeadAtOnce) {
  const auto token = world_.token_of("north", kPhone, kPassword);
  EXPECT_EQ(account(token), 200);
  world_.admin("update account set disabled_at = now() returning 1 as done");
  EXPECT_EQ(account(token), 401);
}

// X060, F010
TEST_F(SignIn, SigningOutEndsTheToken) {
  const auto token = world_.token_of("north", kPhone, kPassword);
  const auto other = world_.token_of("north", kPhone, kPassword);
  EXPECT_EQ(world_.send("DELETE", "/north/v1/sessions/current", nullptr, token).status, 204);
  EXPECT_EQ(account(token), 401);
  EXPECT_EQ(account(other), 200);
}

TEST_F(SignIn, ASessionRunsOut) {
  const auto token = world_.token_of("north", kPhone, kPassword);
  world_.shift_clock("8 days");
  EXPECT_EQ(account(token), 401);
}

// F010, X060: what is used goes on until its lifetime ends, what rests three days does not.
TEST_F(SignIn, ASessionThatRestsEnds) {
  const auto used = world_.token_of("north", kPhone, kPassword);
  const auto resting = world_.token_of("north", kPhone, kPassword);
  world_.shift_clock("71 hours");
  EXPECT_EQ(account(used), 200);
  world_.shift_clock("73 hours");
  EXPECT_EQ(account(resting), 401);
  const auto open = world_.send("GET", "/north/v1/sessions", nullptr, used);
  EXPECT_EQ(open.body.at("items").size(), 1U) << open.body;
  world_.shift_clock("142 hours");
  EXPECT_EQ(account(used), 200);
  EXPECT_EQ(account(resting), 401);  // being refused is no use
}

// An officer's ends after two hours.
TEST_F(SignIn, AnOfficersRestsShorter) {
  const auto given = world_.officers.create(
      world_.packs.pack("north"), testing::officer("district_auditor", "赵审核", "13700000001", {"990101"}));
  const auto token = world_.token_of("north", given.login, given.initial_password);
  for (const char* later : {"119 minutes", "237 minutes"}) {
    world_.shift_clock(later);
    EXPECT_EQ(account(token), 200) << later;
  }
  world_.shift_clock("358 minutes");
  EXPECT_EQ(account(token), 401);
}

// A use is noted every two minutes at most: no request waits for a write, nor for who holds the row.
TEST_F(SignIn, AUseIsNotedNowAndThen) {
  const auto token = world_.token_of("north", kPhone, kPassword);
  const auto noted = [&] {
    EXPECT_EQ(account(token), 200);
    return world_.admin("select used_at from session").at(0).at("used_at");
  };
  const Json begun = noted();
  world_.shift_clock("1 minute");
  EXPECT_EQ(noted(), begun);
  world_.shift_clock("3 minutes");
  world_.database.transact("north", [&](storage::Session& holder) {
    holder.run("select 1 from session for update");
    EXPECT_EQ(noted(), begun);
  });
  EXPECT_NE(noted(), begun);
}

TEST_F(SignIn, OldCodesAndSessionsAreSweptAway) {
  const auto token = world_.token_of("north", kPhone, kPassword);
  const auto sweep = [&] {
    world_.database.transact("north", [](storage::Session& session) { users::sweep(session); });
    return world_.admin("select 1 from session").size() + world_.admin("select 1 from sms_code").size();
  };
  EXPECT_EQ(sweep(), 2u);
  EXPECT_EQ(account(token), 200);
  world_.shift_clock("60 days");
  EXPECT_EQ(sweep(), 0u);
}

// X076: a token is worth nothing in another city.
TEST_F(SignIn, ATokenBelongsToItsCity) {
  const auto token = world_.token_of("north", kPhone, kPassword);
  EXPECT_EQ(account(token, "south"), 401);
  EXPECT_EQ(account(token, "north"), 200);
}

TEST_F(SignIn, RequestsThatMixWaysAreMalformed) {
  EXPECT_EQ(world_.send("POST", "/north/v1/sessions", Json::object()).status, 400);
  EXPECT_EQ(world_.send("POST", "/north/v1/sessions", {{"login", kPhone}, {"sms_code", "123456"}}).status,
            400);
  EXPECT_EQ(world_.send("POST", "/north/v1/sessions", {{"login", {{"$ne", ""}}}, {"password", "x"}}).status,
            400);
  EXPECT_EQ(try_password("north", "' or 1=1 --").status, 401);
}

// X053: a guesser is slowed down; the holder waits a moment, or comes from elsewhere at once.
TEST_F(SignIn, GuessingIsSlowedDownAndLocksNobodyOut) {
  int slowed = 0;
  for (int i = 0; i < 20; ++i) slowed += try_password("north", kPhone, "guess").status == 429;
  EXPECT_GE(slowed, 10);
  const auto answer = try_password("north", kPhone, "guess");
  if (answer.status == 429) {
    EXPECT_LE(std::stoi(answer.headers.at("Retry-After")), 30);
  }
  world_.address = "198.51.100.7";
  EXPECT_EQ(try_password("north", kPhone).status, 201);
  world_.address = "192.0.2.1";
  world_.shift_clock("31 seconds");
  EXPECT_EQ(try_password("north", kPhone).status, 201);
}

}  // namespace
}  // namespace nrmm
