#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace nrmm {
namespace {

class SharedUse : public ::testing::Test {
 protected:
  void SetUp() override {
    officer_ = officer("inspector", "13800000001");
    chief_ = world_.token_of("north", officer("city_auditor", "13800000002"), testing::kPassword);
  }
  // In service: the first password is changed.
  std::string officer(const std::string& role, const std::string& phone,
                      std::vector<std::string> districts = {}) {
    const auto made = world_.officers.create(*world_.packs.current()->find("north"),
                                             {{{role}, std::move(districts), {}, ""}, "某某", phone, ""});
    const auto token = world_.token_of("north", made.login, made.initial_password);
    const Json body = {{"old_password", made.initial_password}, {"new_password", testing::kPassword}};
    EXPECT_EQ(world_.send("PUT", "/north/v1/account/password", body, token).status, 204);
    EXPECT_EQ(world_.send("DELETE", "/north/v1/sessions/current", nullptr, token).status, 204);
    return made.login;
  }
  std::string from(const std::string& address) {
    world_.address = address;
    return world_.token_of("north", officer_, testing::kPassword);
  }
  Json signs(const std::string& query = "") {
    const auto answer = world_.send("GET", "/north/v1/shared-uses" + query, nullptr, chief_);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body.value("items", Json::array());
  }
  testing::Answer decide(const Json& sign, const std::string& outcome, const std::string& token) {
    return world_.send("POST", "/north/v1/shared-uses/" + sign.at("id").get<std::string>() + "/decision",
                       {{"outcome", outcome}, {"note", "电话核实"}}, token);
  }

  testing::World world_;
  std::string officer_, chief_;
};

// F194: one person at his desk and on his way is no sign.
TEST_F(SharedUse, TwoPlacesAreOnePerson) {
  from("192.0.2.1");
  from("192.0.2.2");
  from("192.0.2.1");
  EXPECT_EQ(signs(), Json::array());
}

// F192, F200, X060: three places at once; one line that counts, for a person to decide.
TEST_F(SharedUse, ThreePlacesAtOnceAreSeen) {
  for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.3"}) from(address);
  const Json found = signs("?state=open");
  ASSERT_EQ(found.size(), 1U) << found;
  EXPECT_EQ(found[0].at("account").at("login"), officer_);
  EXPECT_EQ(found[0].at("sign"), "addresses");
  EXPECT_EQ(found[0].at("addresses").size(), 3U);
  EXPECT_EQ(found[0].at("times"), 2);
}

TEST_F(SharedUse, ManySessionsAtOnceAreSeen) {
  for (int i = 0; i < 5; ++i) from("192.0.2.1");
  ASSERT_EQ(signs().size(), 1U);
  EXPECT_EQ(signs()[0].at("sign"), "sessions");
  EXPECT_EQ(signs()[0].at("sessions"), 5);
}

// What ended, or was long ago, counts no more.
TEST_F(SharedUse, OnlyWhatRunsAtOnceCounts) {
  for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"})
    world_.send("DELETE", "/north/v1/sessions/current", nullptr, from(address));
  from("192.0.2.4");
  from("192.0.2.5");
  world_.shift_clock("3 hours");
  from("192.0.2.6");
  // The sessions of before have ended meanwhile, the reader's too.
  chief_ = world_.token_of("north", officer("city_auditor", "13800000007"), testing::kPassword);
  EXPECT_EQ(signs(), Json::array());
}

TEST_F(SharedUse, APersonDecides) {
  for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) from(address);
  const Json sign = signs()[0];
  EXPECT_EQ(decide(sign, "perhaps", chief_).status, 422);
  const auto decided = decide(sign, "harmless", chief_);
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(decided.body.at("note"), "电话核实");
  EXPECT_EQ(decide(sign, "shared", chief_).code(), "shared_use.decided");
  EXPECT_EQ(signs("?state=open"), Json::array());
  from("192.0.2.9");  // again: a new line
  EXPECT_EQ(signs("?state=open").size(), 1U);
  EXPECT_EQ(world_.admin("select 1 from audit where action = 'shared_use.decide'").size(), 1U);
}

// X073: not about oneself.
TEST_F(SharedUse, NobodyClearsHimself) {
  officer_ = officer("city_auditor", "13800000003");
  std::string token;
  for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) token = from(address);
  EXPECT_EQ(decide(signs()[0], "harmless", token).code(), "officer.own");
}

// X071: a district's auditor sees those of his district.
TEST_F(SharedUse, ADistrictSeesItsOwn) {
  officer_ = officer("inspector", "13800000004", {"990101"});
  for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) from(address);
  officer_ = officer("inspector", "13800000005");
  for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) from(address);
  chief_ =
      world_.token_of("north", officer("district_auditor", "13800000006", {"990101"}), testing::kPassword);
  ASSERT_EQ(signs().size(), 1U);
  EXPECT_EQ(signs()[0].at("account").at("districts"), Json({"990101"}));
}

// Owners may share theirs.
TEST_F(SharedUse, OwnersAreNotWatched) {
  ASSERT_EQ(world_.register_person("north", "13812345678").status, 201);
  officer_ = "13812345678";
  for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) from(address);
  EXPECT_EQ(signs(), Json::array());
  EXPECT_EQ(world_
                .admin("select 1 from session where address is not null and account_id in "
                       "(select id from account where kind <> 'officer')")
                .size(),
            0U);
}

}  // namespace
}  // namespace nrmm
