#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace nrmm {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kPassword;
using ::testing::Not;

constexpr const char* kPhone = "13812345678";
constexpr const char* kNumber = "11010519491231002X";

// F004, F006, R03: the city's fields, a code, a password; the answer shows no number whole.
TEST(Registration, APersonRegistersAndSeesShortenedNumbers) {
  testing::World world;
  const auto made = world.register_person("north", kPhone);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.body.at("phone"), "138****5678");
  EXPECT_EQ(made.body.at("id_number"), "110***********002X");
  EXPECT_EQ(made.body.at("roles"), Json({"owner"}));
  const auto token = world.token_of("north", kPhone, kPassword);
  const auto account = world.send("GET", "/north/v1/account", nullptr, token);
  EXPECT_EQ(account.status, 200);
  EXPECT_THAT(dump_json(account.body), Not(HasSubstr(kPhone)));
  EXPECT_THAT(dump_json(account.body), Not(HasSubstr(kNumber)));
  EXPECT_EQ(account.headers.at("ETag"), "\"1\"");
}

TEST(Registration, AnEnterpriseRegistersByItsCreditCode) {
  testing::World world;
  const Json firm = {{"kind", "enterprise"},
                     {"answers", {{"company_name", "甲公司"}, {"uscc", "91110000101623741K"}}}};
  ASSERT_EQ(world.register_person("north", kPhone, firm).status, 201);
  EXPECT_NE(world.token_of("north", "91110000101623741k", kPassword), "");
  const auto again = world.register_person("north", "13900000001", firm);
  EXPECT_THAT(again.errors("uscc"), ElementsAre("taken"));
}

// R03: the identity number is asked for only where the city's form has it.
TEST(Registration, WhatIsRequiredIsTheCitysForm) {
  testing::World world;
  EXPECT_EQ(world.register_person("south", kPhone).status, 201);
  const auto refused = world.register_person("north", kPhone, {{"answers", {{"name", "王五"}}}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.errors("id_number"), ElementsAre("required"));
}

// Everything that is wrong is said at once.
TEST(Registration, AllFaultsAreReportedTogether) {
  testing::World world;
  const auto refused = world.register_person(
      "north", kPhone, {{"password", "12345678"}, {"answers", {{"id_number", "110105194912310021"}}}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.errors("name"), ElementsAre("required"));
  EXPECT_THAT(refused.errors("id_number"), ElementsAre("id_number"));
  EXPECT_THAT(refused.errors("password"), ElementsAre("password_common"));
}

// X057: whether a phone is known is told only to whoever holds it, and uses the code up.
TEST(Registration, ATakenPhoneIsSaidOnlyAfterTheRightCode) {
  testing::World world;
  ASSERT_EQ(world.register_person("north", kPhone).status, 201);
  const auto guess = world.send("POST", "/north/v1/accounts", world.application(kPhone, "000000"));
  const auto stranger = world.send("POST", "/north/v1/accounts", world.application("13900000009", "000000"));
  EXPECT_EQ(guess.status, 422);
  EXPECT_EQ(guess.code(), stranger.code());
  EXPECT_EQ(guess.body.at("errors"), stranger.body.at("errors"));
  const Json body = world.application(kPhone, world.code_for("north", kPhone, "register"));
  const auto holder = world.send("POST", "/north/v1/accounts", body);
  EXPECT_THAT(holder.errors("phone"), ElementsAre("taken"));
  EXPECT_THAT(holder.errors("id_number"), ElementsAre("taken"));
  EXPECT_EQ(world.send("POST", "/north/v1/accounts", body).code(), "sms.refused");
}

// X081: roles are not for the taking, and unknown members are no way in.
TEST(Registration, RolesAndStatesCannotBeClaimed) {
  testing::World world;
  for (const char* role : {"district_auditor", "city_auditor", "recorder", "system", "nobody"})
    EXPECT_EQ(world.register_person("north", kPhone, {{"role", role}}).code(), "account.role_closed") << role;
  EXPECT_EQ(world.register_person("north", kPhone, {{"roles", {"city_auditor"}}}).status, 400);
  EXPECT_EQ(world.register_person("north", kPhone, {{"answers", {{"city_id", "south"}}}}).status, 400);
  world.packs.pack("north").policies["sites.onboarding"].undated.value = "offline_issue";
  EXPECT_EQ(world.register_person("north", kPhone, {{"role", "site_manager"}}).status, 403);
}

// X035: the same request again has one effect and the same answer.
TEST(Registration, ARepetitionIsAnsweredAndNotDone) {
  testing::World world;
  const Json body = world.application(kPhone, world.code_for("north", kPhone, "register"));
  const auto first =
      world.send("POST", "/north/v1/accounts", body, "", {{"Idempotency-Key", "one-and-same"}});
  const auto second =
      world.send("POST", "/north/v1/accounts", body, "", {{"Idempotency-Key", "one-and-same"}});
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(world.admin("select 1 from account").size(), 1);
}

// I12: a dump of all tables holds neither phone nor identity number, nor a code.
TEST(Registration, NothingStoredShowsAPhoneOrAnIdentityNumber) {
  testing::World world;
  const std::string code = world.code_for("north", kPhone, "register");
  ASSERT_EQ(world.send("POST", "/north/v1/accounts", world.application(kPhone, code)).status, 201);
  world.send("POST", "/north/v1/sessions", {{"login", kPhone}, {"password", "wrong one"}});
  world.token_of("north", kNumber, kPassword);
  std::string dump;
  for (const char* table : {"account", "session", "sms_code", "counter", "outbox", "idempotency", "audit"})
    dump += dump_json(world.admin("select * from " + std::string(table)));
  EXPECT_THAT(dump, HasSubstr("王五"));
  for (const std::string& secret : {std::string(kPhone), std::string(kNumber), "\"" + code + "\""})
    EXPECT_THAT(dump, Not(HasSubstr(secret)));
}

TEST(Account, CorrectionKeepsShortenedNumbersAndRefusesStaleVersions) {
  testing::World world;
  ASSERT_EQ(world.register_person("north", kPhone).status, 201);
  const auto token = world.token_of("north", kPhone, kPassword);
  const Json answers = {{"answers", {{"name", "王小五"}, {"id_number", "110***********002X"}}}};
  EXPECT_EQ(world.send("PUT", "/north/v1/account", answers, token).status, 428);
  const auto done = world.send("PUT", "/north/v1/account", answers, token, {{"If-Match", "\"1\""}});
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.body.at("name"), "王小五");
  EXPECT_EQ(world.send("PUT", "/north/v1/account", answers, token, {{"If-Match", "\"1\""}}).status, 412);
  EXPECT_NE(world.token_of("north", kNumber, kPassword), "");
}

// Every write leaves its audit row, refused ones too.
TEST(Account, WritesAreAudited) {
  testing::World world;
  world.register_person("north", kPhone);
  world.send("POST", "/north/v1/accounts", world.application("13900000002", "123456"));
  world.token_of("north", kPhone, kPassword);
  world.token_of("north", kPhone, "not this one");
  const auto rows = world.admin("select action, result from audit order by id");
  const auto row = [](const char* action, const char* result) {
    return Json{{"action", action}, {"result", result}};
  };
  EXPECT_EQ(rows, Json({row("sms_code.send", "done"), row("account.register", "done"),
                        row("account.register", "refused"), row("session.begin", "done"),
                        row("session.begin", "refused")}));
}

}  // namespace
}  // namespace nrmm
