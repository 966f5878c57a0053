#include <chrono>
#include <future>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "users/account_store.hpp"
#include "users/binding_store.hpp"
#include "users/session_store.hpp"
#include "world.hpp"

namespace nrmm {
namespace {

constexpr const char* kPhone = "13812345678";
constexpr const char* kOther = "13812345679";

// Codes are "<person>-<anything>", each good once; "down" cannot be asked.
class Host : public users::IdentityProvider {
 public:
  std::optional<std::string> exchange(const std::string& city, const std::string& code) override {
    ++asked;
    if (code == "down") throw std::runtime_error("no answer");
    const auto dash = code.find('-');
    if (dash == std::string::npos || !spent_.insert(code).second) return std::nullopt;
    return city + ":" + code.substr(0, dash);
  }

  int asked = 0;

 private:
  std::set<std::string> spent_;
};

class ExternalIdentity : public ::testing::Test {
 protected:
  void SetUp() override {
    auto host = std::make_unique<Host>();
    host_ = host.get();
    world_.providers.add("wechat", std::move(host));
    world_.packs.pack("north").policies["account.login"].undated.value = {"phone", "wechat"};
    ASSERT_EQ(world_.register_person("north", kPhone).status, 201);
    token_ = world_.token_of("north", kPhone, testing::kPassword);
  }
  testing::Answer sign_in(const std::string& code, const std::string& city = "north",
                          const std::string& provider = "wechat") {
    return world_.send("POST", "/" + city + "/v1/sessions", {{"provider", provider}, {"code", code}});
  }
  testing::Answer bind(const std::string& code, const std::string& token) {
    return world_.send("POST", "/north/v1/account/bindings",
                       {{"kind", "external"}, {"provider", "wechat"}, {"code", code}}, token);
  }

  testing::World world_;
  std::string token_;
  Host* host_ = nullptr;
};

// X054: the provider is not asked without end.
TEST_F(ExternalIdentity, TriesToBindAreCounted) {
  int status = 0;
  for (int i = 0; i < 60 && status != 429; ++i) status = bind("forged", token_).status;
  EXPECT_EQ(status, 429);
  const int asked = host_->asked;
  EXPECT_LT(asked, 60);
  EXPECT_EQ(bind("wang-1", token_).status, 429);
  EXPECT_EQ(host_->asked, asked);
}

// Who loses a race for a person keeps the identity that he had.
TEST_F(ExternalIdentity, ALostRaceLeavesTheFormerOne) {
  ASSERT_EQ(world_
                .register_person("north", kOther,
                                 {{"answers", {{"name", "赵六"}, {"id_number", "110101199003074258"}}}})
                .status,
            201);
  const auto account = [&](const std::string& phone) {
    const auto token = world_.token_of("north", phone, testing::kPassword);
    return world_.send("GET", "/north/v1/account", nullptr, token).body.at("id").get<std::string>();
  };
  const std::string first = account(kPhone), second = account(kOther);
  auto quick = world_.session("north"), slow = world_.session("north");
  {
    storage::Transaction before(slow);
    ASSERT_TRUE(users::binding_store::bind_identity(slow, second, "wechat", "former"));
    before.commit();
  }
  storage::Transaction winning(quick), losing(slow);
  ASSERT_TRUE(users::binding_store::bind_identity(quick, first, "wechat", "person"));
  auto lost = std::async(std::launch::async, [&] {
    return users::binding_store::bind_identity(slow, second, "wechat", "person");
  });
  const std::string waiting =
      "select 1 as one from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  while (lost.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready &&
         world_.admin(waiting).empty()) {
  }
  winning.commit();
  EXPECT_FALSE(lost.get());
  losing.commit();
  EXPECT_EQ(users::binding_store::account_of_identity(quick, "wechat", "person"), first);
  EXPECT_EQ(users::binding_store::account_of_identity(quick, "wechat", "former"), second);
}

// F007: not known, bound after signing in another way, then a way in.
TEST_F(ExternalIdentity, BoundItSignsIn) {
  EXPECT_EQ(sign_in("wang-1").code(), "session.not_bound");
  ASSERT_EQ(bind("wang-2", token_).status, 201);
  const auto answer = sign_in("wang-3");
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.body.at("account").at("name"), "王五");
}

// X061: forged and replayed codes, and what a client says of itself.
TEST_F(ExternalIdentity, OnlyTheServersOwnExchangeCounts) {
  ASSERT_EQ(bind("wang-1", token_).status, 201);
  EXPECT_EQ(sign_in("wang-1").code(), "session.refused");
  EXPECT_EQ(sign_in("forged").code(), "session.refused");
  EXPECT_EQ(bind("wang-1", token_).code(), "binding.refused");
  const Json own_word = {{"provider", "wechat"}, {"code", "forged"}, {"openid", "north:wang"}};
  EXPECT_EQ(world_.send("POST", "/north/v1/sessions", own_word).status, 400);
}

TEST_F(ExternalIdentity, OnlyWhereTheCityOffersIt) {
  ASSERT_EQ(bind("wang-1", token_).status, 201);
  EXPECT_EQ(sign_in("wang-2", "south").code(), "session.refused");
  EXPECT_EQ(sign_in("wang-3", "north", "nobody").code(), "session.refused");
  world_.packs.pack("north").policies["account.login"].undated.value = {"phone"};
  EXPECT_EQ(sign_in("wang-4").code(), "session.refused");
}

TEST_F(ExternalIdentity, OnePersonIsOneAccount) {
  ASSERT_EQ(bind("wang-1", token_).status, 201);
  EXPECT_EQ(bind("wang-2", token_).status, 201);
  ASSERT_EQ(world_
                .register_person("north", kOther,
                                 {{"answers", {{"name", "赵六"}, {"id_number", "110101199003074258"}}}})
                .status,
            201);
  const auto other = world_.token_of("north", kOther, testing::kPassword);
  EXPECT_EQ(bind("wang-3", other).code(), "binding.refused");
  ASSERT_EQ(bind("zhao-1", token_).status, 201);  // another person of the provider, in the place of the first
  EXPECT_EQ(sign_in("wang-4").code(), "session.not_bound");
  EXPECT_EQ(sign_in("zhao-2").status, 201);
}

testing::Answer removal(testing::World& world, const std::string& token, const std::string& password) {
  return world.send("POST", "/north/v1/account/bindings/wechat/removal", {{"password", password}}, token);
}

// F007, F015, X059: its holder unbinds it with a fresh proof; other sessions end, and it signs in no more.
TEST_F(ExternalIdentity, UnboundByItsHolder) {
  ASSERT_EQ(bind("wang-1", token_).status, 201);
  const auto other = sign_in("wang-2").body.at("token").get<std::string>();
  const auto list = world_.send("GET", "/north/v1/account/bindings", nullptr, token_).body.at("items");
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].at("provider"), "wechat");
  EXPECT_EQ(removal(world_, token_, "not-the-one-1").status, 422);
  EXPECT_EQ(world_.send("POST", "/north/v1/account/bindings/wechat/removal", Json::object(), token_).status,
            400);
  ASSERT_EQ(sign_in("wang-3").status, 201);
  ASSERT_EQ(removal(world_, token_, testing::kPassword).status, 204);
  EXPECT_EQ(world_.send("GET", "/north/v1/account", nullptr, other).status, 401);
  EXPECT_EQ(world_.send("GET", "/north/v1/account", nullptr, token_).status, 200);
  EXPECT_EQ(sign_in("wang-4").code(), "session.not_bound");
  EXPECT_EQ(removal(world_, token_, testing::kPassword).status, 404);
  EXPECT_EQ(world_.admin("select result from audit where action = 'account.unbind'").size(), 1U);
}

// X033, X059: a sign-in under way when the identity is unbound: whoever commits first, nobody is in
// afterwards.
TEST_F(ExternalIdentity, UnboundWhileSigningIn) {
  ASSERT_EQ(bind("wang-1", token_).status, 201);
  const auto row =
      world_.admin("select account_id::text as account, subject_mac as mac from external_identity");
  const std::string account = row[0].at("account"), mac = row[0].at("mac");
  auto slow = world_.session("north");
  storage::Transaction signing_in(slow);
  ASSERT_EQ(users::binding_store::account_of_identity(slow, "wechat", mac), account);
  auto unbinding =
      std::async(std::launch::async, [&] { return removal(world_, token_, testing::kPassword); });
  const std::string waiting =
      "select 1 as one from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  while (unbinding.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready &&
         world_.admin(waiting).empty()) {
  }
  const auto ticket =
      users::begin_session(slow, *users::find_account(slow, account), std::chrono::hours(1), "");
  ASSERT_TRUE(ticket);
  signing_in.commit();
  EXPECT_EQ(unbinding.get().status, 204);
  EXPECT_EQ(world_.send("GET", "/north/v1/account", nullptr, ticket->token).status, 401);
}

TEST_F(ExternalIdentity, AHostThatDoesNotAnswerIsNoRefusal) {
  EXPECT_EQ(sign_in("down").status, 503);
  EXPECT_EQ(bind("down", token_).status, 503);
}

// X059
TEST_F(ExternalIdentity, ADisabledAccountStaysOut) {
  ASSERT_EQ(bind("wang-1", token_).status, 201);
  world_.admin("update account set disabled_at = now() returning 1 as done");
  EXPECT_EQ(sign_in("wang-2").code(), "session.refused");
}

// Nothing of the provider's name is stored in clear.
TEST_F(ExternalIdentity, OnlyAHashIsKept) {
  ASSERT_EQ(bind("wang-1", token_).status, 201);
  EXPECT_EQ(dump_json(world_.admin("select * from external_identity")).find("wang"), std::string::npos);
}

class Legacy : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(world_.register_person("south", kPhone).status, 201);
    ASSERT_EQ(world_.register_person("south", kOther).status, 201);
    token_ = signed_in(kPhone);
  }
  // `south` signs in by user names only, so a first session is made by code.
  std::string signed_in(const std::string& phone) {
    world_.packs.pack("south").policies["account.login"].undated.value = {"phone", "username"};
    return world_.token_of("south", phone, testing::kPassword);
  }
  int import(const std::string& text) {
    Diagnostics diagnostics;
    const users::LegacyImport list(world_.database, world_.numbers, "operator");
    const int rows = list.run(*world_.packs.current()->find("south"), text, "list.csv", diagnostics);
    return diagnostics.has_errors() ? -1 : rows;
  }
  testing::Answer bind(const std::string& login, const std::string& phone, const std::string& code,
                       const std::string& token) {
    return world_.send("POST", "/south/v1/account/bindings",
                       {{"kind", "legacy"}, {"login", login}, {"phone", phone}, {"sms_code", code}}, token);
  }
  std::string code(const std::string& phone) { return world_.code_for("south", phone, "bind"); }

  testing::World world_;
  std::string token_;
};

constexpr const char* kOld = "13700000001";

// F015: the old user name and the telephone given then; from then on it is a login.
TEST_F(Legacy, BoundByNameAndTelephone) {
  ASSERT_EQ(import("login,phone,name\nold-wang,13700000001,王五\nold-li,13700000002,\n"), 2);
  ASSERT_EQ(bind("old-wang", kOld, code(kOld), token_).status, 201);
  EXPECT_NE(world_.token_of("south", "old-wang", testing::kPassword), "");
}

// X057: one answer, whatever is wrong.
TEST_F(Legacy, WhatIsWrongIsNotSaid) {
  ASSERT_EQ(import("login,phone\nold-wang,13700000001\n"), 1);
  const auto unknown = bind("nobody", kOld, code(kOld), token_);
  const auto phone = bind("old-wang", kOther, code(kOther), token_);
  const auto wrong = bind("old-wang", kOld, code(kOld) == "000000" ? "000001" : "000000", token_);
  for (const auto& answer : {unknown, phone, wrong}) {
    EXPECT_EQ(answer.code(), "sms.refused");
    EXPECT_EQ(answer.body.at("errors"), unknown.body.at("errors"));
  }
}

TEST_F(Legacy, OneHolder) {
  ASSERT_EQ(import("login,phone\nold-wang,13700000001\n"), 1);
  ASSERT_EQ(bind("old-wang", kOld, code(kOld), token_).status, 201);
  EXPECT_EQ(bind("old-wang", kOld, code(kOld), token_).status, 201);
  EXPECT_EQ(bind("old-wang", kOld, code(kOld), signed_in(kOther)).code(), "sms.refused");
}

// X056: a code of another purpose binds nothing.
TEST_F(Legacy, OnlyACodeToBind) {
  ASSERT_EQ(import("login,phone\nold-wang,13700000001\n"), 1);
  const auto other = world_.code_for("south", kOld, "sign_in");
  EXPECT_EQ(bind("old-wang", kOld, other, token_).code(), "sms.refused");
}

TEST_F(Legacy, AllOfAListOrNothing) {
  EXPECT_EQ(import("login,phone\nold-wang,13700000001\nold-li,12\n"), -1);
  EXPECT_EQ(world_.admin("select login from legacy_account").size(), 0U);
  ASSERT_EQ(import("login,phone\nold-wang,13700000001\n"), 1);
  EXPECT_EQ(import("login,phone\nold-li,13700000002\nold-wang,13700000001\n"), -1);
  EXPECT_EQ(world_.admin("select login from legacy_account").size(), 1U);
  EXPECT_EQ(dump_json(world_.admin("select * from legacy_account")).find(kOld), std::string::npos);
}

// A user name that looks like somebody's telephone does not stand before him.
TEST_F(Legacy, ATelephoneIsItsHoldersLogin) {
  ASSERT_EQ(import(std::string("login,phone\n") + kOther + ",13700000001\n"), 1);
  ASSERT_EQ(bind(kOther, kOld, code(kOld), token_).status, 201);
  const auto id = [&](const std::string& token) {
    return world_.send("GET", "/south/v1/account", nullptr, token).body.at("id");
  };
  EXPECT_NE(id(world_.token_of("south", kOther, testing::kPassword)), id(token_));
}

// What comes with sites is not offered yet.
TEST_F(Legacy, OtherKindsAreRefused) {
  const auto answer = world_.send("POST", "/south/v1/account/bindings", {{"kind", "another"}}, token_);
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.errors("kind"), ::testing::ElementsAre("choice"));
}

}  // namespace
}  // namespace nrmm
