#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "users/account_store.hpp"
#include "world.hpp"

namespace nrmm {
namespace {

constexpr const char* kPhone = "13812345678";

TEST(People, AreFoundByPhoneAndTellTheirKind) {
  testing::World world;
  const std::string id = world.register_person("north", kPhone).body.at("id");
  auto session = world.session("north");
  EXPECT_EQ(world.people.with_phone(session, kPhone), id);
  EXPECT_EQ(world.people.with_phone(session, "13900000001"), std::nullopt);
  EXPECT_EQ(world.people.phone_of(session, id), kPhone);
  const Json facts = world.people.facts(session, world.packs.pack("north"), id);
  EXPECT_EQ(facts, (Json{{"account_kind", "person"}, {"profile_state", "not_needed"}}));
  auto elsewhere = world.session("south");
  EXPECT_EQ(world.people.with_phone(elsewhere, kPhone), std::nullopt);
}

// F106: nothing is owned by who is an agent only, or whose account sees to a site.
TEST(People, WithoutTheRoleOfAnOwnerThereIsNobody) {
  testing::World world;
  const std::string id = world.register_person("north", kPhone).body.at("id");
  auto session = world.session("north");
  users::set_role(session, id, "agent", true);
  EXPECT_EQ(world.people.with_phone(session, kPhone), id);
  users::set_role(session, id, "owner", false);
  EXPECT_EQ(world.people.with_phone(session, kPhone), std::nullopt);
}

// R01: where the city reviews profiles, one who has none is a draft.
TEST(People, AProfileIsNeededWhereTheCityReviewsIt) {
  testing::World world;
  const std::string id = world.register_person("north", kPhone).body.at("id");
  world.packs.pack("north").policies["account.profile_review"].undated.value = true;
  auto session = world.session("north");
  EXPECT_EQ(world.people.facts(session, world.packs.pack("north"), id).at("profile_state"), "draft");
}

// X073: an officer who is also an owner is the same person by his phone.
TEST(People, AnOfficerIsRecognisedInAnOwner) {
  testing::World world;
  const std::string owner = world.register_person("north", kPhone).body.at("id");
  const auto& pack = world.packs.pack("north");
  const auto own = world.officers.create(pack, testing::officer("city_auditor", "王五", kPhone));
  const auto other = world.officers.create(pack, testing::officer("city_auditor", "赵六", "13700000001"));
  auto session = world.session("north");
  const auto id = [&](const users::Credentials& who) { return users::find_officer(session, who.login)->id; };
  EXPECT_TRUE(world.people.same_person(session, owner, id(own)));
  EXPECT_FALSE(world.people.same_person(session, owner, id(other)));
  EXPECT_TRUE(world.people.same_person(session, owner, owner));
}

// Work goes to nobody who cannot sign in: suspended, or approved and without a password yet.
TEST(People, OfficersAreThoseWhoseAccountsWork) {
  testing::World world;
  const auto& pack = world.packs.pack("north");
  world.officers.create(pack, testing::officer("city_auditor", "甲", "13700000001"));
  const auto out = world.officers.create(pack, testing::officer("city_auditor", "乙", "13700000002"));
  world.officers.create(pack, testing::officer("city_auditor", "丙", "13700000003"));
  world.officers.disable(pack, out.login);
  world.admin("update account set password_hash = '' where name = '丙' returning 1 as done");
  auto session = world.session("north");
  const auto found = world.people.officers(session, {{"city_auditor"}, "", "", ""});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().name, "甲");
}

}  // namespace
}  // namespace nrmm
