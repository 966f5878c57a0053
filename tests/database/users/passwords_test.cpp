#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace nrmm {
namespace {

using ::testing::ElementsAre;
using testing::kPassword;

constexpr const char* kPhone = "13812345678";
constexpr const char* kOther = "Yue-luo 1911";

class Passwords : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(world_.register_person("north", kPhone).status, 201); }
  testing::Answer change(const std::string& token, const Json& body) {
    return world_.send("PUT", "/north/v1/account/password", body, token);
  }
  int account(const std::string& token) {
    return world_.send("GET", "/north/v1/account", nullptr, token).status;
  }
  users::Credentials officer() {
    return world_.officers.create(world_.packs.pack("north"),
                                  testing::officer("district_auditor", "赵审核", "13700000001", {"990101"}));
  }

  testing::World world_;
};

// F009, X059: with the old one; every other session ends.
TEST_F(Passwords, ChangedWithTheOldOne) {
  const auto token = world_.token_of("north", kPhone, kPassword);
  const auto other = world_.token_of("north", kPhone, kPassword);
  EXPECT_THAT(change(token, {{"new_password", kOther}, {"old_password", "wrong"}}).errors("old_password"),
              ElementsAre("password_wrong"));
  EXPECT_EQ(change(token, {{"new_password", kOther}, {"old_password", kPassword}}).status, 204);
  EXPECT_EQ(account(token), 200);
  EXPECT_EQ(account(other), 401);
  EXPECT_EQ(world_.token_of("north", kPhone, kPassword), "");
  EXPECT_NE(world_.token_of("north", kPhone, kOther), "");
}

// F009: with a code to one's own phone, of this purpose.
TEST_F(Passwords, ChangedWithACode) {
  const auto token = world_.token_of("north", kPhone, kPassword);
  const auto foreign = world_.code_for("north", "13900000001", "change_password");
  EXPECT_EQ(change(token, {{"new_password", kOther}, {"sms_code", foreign}}).code(), "sms.refused");
  const auto code = world_.code_for("north", kPhone, "change_password");
  EXPECT_EQ(change(token, {{"new_password", kOther}, {"sms_code", code}}).status, 204);
  EXPECT_EQ(change(token, {{"new_password", kOther}}).status, 400);
  EXPECT_EQ(change(token, {{"new_password", kOther}, {"sms_code", code}, {"old_password", kOther}}).status,
            400);
}

// F008, X057: a forgotten one is set anew by code; the answer is the same for a phone nobody has.
TEST_F(Passwords, ResetByCode) {
  const auto token = world_.token_of("north", kPhone, kPassword);
  const auto reset = [&](const char* phone, const std::string& code) {
    return world_.send("POST", "/north/v1/password-resets",
                       {{"phone", phone}, {"sms_code", code}, {"new_password", kOther}});
  };
  const auto code = world_.code_for("north", kPhone, "reset_password");
  EXPECT_EQ(reset("13900000001", world_.code_for("north", "13900000001", "reset_password")).status, 204);
  EXPECT_EQ(reset("13900000001", code).code(), "sms.refused");
  EXPECT_EQ(reset(kPhone, world_.code_for("north", kPhone, "register")).code(), "sms.refused");
  EXPECT_EQ(reset(kPhone, code).status, 204);
  EXPECT_EQ(account(token), 401);
  EXPECT_NE(world_.token_of("north", kPhone, kOther), "");
}

// X062: an initial password opens nothing but its own change, and must really change.
TEST_F(Passwords, AnInitialOneMustBeChangedFirst) {
  const auto given = officer();
  const auto token = world_.token_of("north", given.login, given.initial_password);
  ASSERT_NE(token, "");
  EXPECT_EQ(world_.send("GET", "/north/v1/account/password", nullptr, token).status, 405);
  const auto profile = [&] { return world_.send("GET", "/north/v1/account/profile", nullptr, token); };
  EXPECT_EQ(profile().code(), "account.password_change_required");
  EXPECT_THAT(
      change(token, {{"new_password", given.initial_password}, {"old_password", given.initial_password}})
          .errors("new_password"),
      ElementsAre("password_same"));
  EXPECT_EQ(change(token, {{"new_password", kOther}, {"old_password", given.initial_password}}).status, 204);
  EXPECT_EQ(profile().status, 200);
}

// X062: fourteen days, also for the token of a sign-in before.
TEST_F(Passwords, AnInitialOneIsWorthNothingAfterItsDays) {
  const auto given = officer();
  const auto token = world_.token_of("north", given.login, given.initial_password);
  world_.shift_clock("15 days");
  const auto late = world_.send("POST", "/north/v1/sessions",
                                {{"login", given.login}, {"password", given.initial_password}});
  EXPECT_EQ(late.code(), "session.initial_password_expired");
  EXPECT_EQ(account(token), 401);
  const auto again = world_.officers.reset(world_.packs.pack("north"), given.login);
  EXPECT_NE(world_.token_of("north", given.login, again.initial_password), "");
}

TEST_F(Passwords, TheCityMayWantAnAddressAtFirst) {
  world_.packs.pack("north").policies["account.first_sign_in"].undated.value = {"password", "email"};
  const auto given = officer();
  const auto token = world_.token_of("north", given.login, given.initial_password);
  Json body = {{"new_password", kOther}, {"old_password", given.initial_password}};
  EXPECT_THAT(change(token, body).errors("email"), ElementsAre("required"));
  body["email"] = "nowhere";
  EXPECT_THAT(change(token, body).errors("email"), ElementsAre("email"));
  body["email"] = "zhao@example.cn";
  EXPECT_EQ(change(token, body).status, 204);
  EXPECT_EQ(dump_json(world_.admin("select * from account")).find("zhao@example.cn"), std::string::npos);
}

// F018, F019, X059, X063
TEST_F(Passwords, OfficersAreGivenTakenAndGivenAnew) {
  const auto& pack = world_.packs.pack("north");
  const auto given = officer();
  EXPECT_THROW(officer(), Problem);  // one person, one account
  const auto token = world_.token_of("north", given.login, given.initial_password);
  EXPECT_EQ(account(token), 200);
  world_.officers.disable(pack, given.login);
  EXPECT_EQ(account(token), 401);
  EXPECT_EQ(world_.token_of("north", given.login, given.initial_password), "");
  world_.officers.enable(pack, given.login);
  const auto anew = world_.officers.reset(pack, given.login);
  EXPECT_EQ(world_.token_of("north", given.login, given.initial_password), "");
  EXPECT_NE(world_.token_of("north", given.login, anew.initial_password), "");
  EXPECT_EQ(world_.token_of("north", "13700000001", anew.initial_password), "");  // by login only
}

TEST_F(Passwords, AnOfficerNeedsARoleADistrictANameAndAPhone) {
  const auto& pack = world_.packs.pack("north");
  try {
    world_.officers.create(pack, testing::officer("owner", " ", "12", {"999999"}));
    FAIL();
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.status, 422);
    EXPECT_EQ(problem.errors.size(), 4u);
  }
  EXPECT_THROW(world_.officers.create(pack, testing::officer("district_auditor", "钱", "13700000002")),
               Problem);
  EXPECT_NO_THROW(world_.officers.create(pack, testing::officer("city_auditor", "钱", "13700000002")));
}

// X058: hashing never takes more than its share; what cannot wait is told so.
TEST(PasswordHasher, RefusesWhatItCannotQueue) {
  users::PasswordHasher hasher({1, 64 * 1024, 1, 0, std::chrono::milliseconds(10)});
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      try {
        hasher.hash(kPassword);
      } catch (const Problem& problem) {
        refused += problem.status == 503;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_GE(refused, 1);
  EXPECT_LT(refused, 8);
}

}  // namespace
}  // namespace nrmm
