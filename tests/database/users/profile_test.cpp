#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "photos/photo_row_store.hpp"
#include "world.hpp"

namespace nrmm {
namespace {

using testing::kPassword;

constexpr const char* kPhone = "13812345678";
constexpr const char* kNumber = "11010519491231002X";
constexpr const char* kPath = "/south/v1/account/profile";

// F011–F014 in a city that asks for little at sign-up.
class Profile : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.packs.pack("south").policies["account.login"].undated.value = {"phone"};
    const auto made = world_.register_person("south", kPhone);
    ASSERT_EQ(made.status, 201);
    account_ = made.body.at("id");
    token_ = world_.token_of("south", kPhone, kPassword);
    const auto officer =
        world_.officers.create(world_.packs.pack("south"),
                               testing::officer("district_auditor", "赵审核", "13700000001", {"990101"}));
    auto session = world_.session("south");
    officer_.city = "south";
    officer_.account = users::find_officer(session, officer.login)->id;
    officer_.name = "赵审核";
    officer_.roles = {"district_auditor"};
    officer_.districts = {"990101"};
  }
  void reviewed() { world_.packs.pack("south").policies["account.profile_review"].undated.value = true; }
  testing::Answer show() { return world_.send("GET", kPath, nullptr, token_); }
  testing::Answer submit(const Json& answers) {
    return world_.send("PUT", kPath, {{"answers", answers}}, token_,
                       {{"If-Match", show().headers.at("ETag")}});
  }
  // By the officer; returns the case's phase then.
  std::string decide(const std::string& transition) {
    const Json record = show().body.at("case");
    return world_.database.transact("south", [&](storage::Session& session) {
      const workflows::Call call{session, officer_, {}, http::Reach::district};
      workflows::TransitionRequest request;
      request.transition = transition;
      request.version = record.at("version");
      return std::string(name_of(world_.cases.transition(call, record.at("id"), request).phase));
    });
  }
  static cities::Field photo_field() {
    cities::Field field;
    field.name = field.label = "photo_licence";
    field.type = cities::FieldType::photo;
    field.required = field.shown = cities::Condition::always();
    return field;
  }
  std::string add_photo(const std::string& account) {
    const photos::Photo photo{"jpeg", std::string(64, 'a'), 1, 800, 600};
    return world_.database.transact("south", [&](storage::Session& session) {
      return photos::photo_row_store::insert(session, photo, account);
    });
  }
  bool officer_sees(const std::string& photo) {
    auto session = world_.session("south");
    return photos::photo_row_store::hash_for(session, photo, {officer_.account, true, officer_.districts})
        .has_value();
  }
  Json facts() {
    auto session = world_.session("south");
    return world_.people.facts(session, world_.packs.pack("south"), account_);
  }
  Json answers() {
    auto session = world_.session("south");
    return world_.people.answers(session, world_.packs.pack("south"), account_);
  }

  testing::World world_;
  std::string account_, token_;
  Actor officer_;
};

const Json kAnswers = {{"name", "王小五"}, {"id_number", kNumber}};

// R01: nothing waits for it where the city does not review.
TEST_F(Profile, IsNotNeededWhereNobodyReviewsIt) {
  const auto done = submit(kAnswers);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.body, (Json{{"state", "not_needed"}, {"case", nullptr}}));
  EXPECT_EQ(show().body.at("answers").at("id_number"), "110***********002X");
}

// R01, F013: returned, corrected, approved; then the account is who the profile says.
TEST_F(Profile, IsReviewedAndReturnedAndApproved) {
  reviewed();
  EXPECT_EQ(show().body.at("state"), "draft");
  EXPECT_EQ(submit({{"name", "王小五"}}).errors("id_number"), std::vector<std::string>{"required"});
  ASSERT_EQ(submit(kAnswers).body.at("state"), "in_review");
  EXPECT_EQ(facts().at("profile_state"), "in_review");
  EXPECT_EQ(submit(kAnswers).code(), "case.transition");
  EXPECT_EQ(decide("return"), "returned");
  EXPECT_EQ(show().body.at("state"), "draft");
  const std::string id = show().body.at("case").at("id");
  ASSERT_EQ(submit({{"name", "王老五"}, {"id_number", "110***********002X"}}).body.at("state"), "in_review");
  EXPECT_EQ(show().body.at("case").at("id"), id);
  EXPECT_EQ(decide("approve"), "approved");
  EXPECT_EQ(facts().at("profile_state"), "approved");
  const auto account = world_.send("GET", "/south/v1/account", nullptr, token_);
  EXPECT_EQ(account.body.at("name"), "王老五");
  EXPECT_EQ(account.body.at("id_number"), "110***********002X");
}

// F014, F106: what nobody has looked at is said of nobody: a register takes over what was approved.
TEST_F(Profile, SaysNothingBeforeItIsApproved) {
  reviewed();
  ASSERT_EQ(submit(kAnswers).body.at("state"), "in_review");
  EXPECT_FALSE(answers().contains("id_number"));
  EXPECT_EQ(decide("return"), "returned");
  EXPECT_FALSE(answers().contains("id_number"));
  ASSERT_EQ(submit(kAnswers).body.at("state"), "in_review");
  EXPECT_EQ(decide("approve"), "approved");
  EXPECT_TRUE(answers().contains("id_number"));
}

// X069: a photo in a profile is one's own; who reviews the case may see it then, nobody before and no other.
TEST_F(Profile, ShowsOnlyPhotosOfItsOwner) {
  world_.packs.pack("south").forms["profile"].fields["photo_licence"] = photo_field();
  world_.packs.pack("south").forms["profile"].steps.front().fields.push_back("photo_licence");
  reviewed();
  const std::string mine = add_photo(account_), others = add_photo(officer_.account);
  Json answers = kAnswers;
  answers["photo_licence"] = others;
  EXPECT_EQ(submit(answers).errors("photo_licence"), std::vector<std::string>{"photo"});
  answers["photo_licence"] = mine;
  EXPECT_FALSE(officer_sees(mine));
  const auto handed_in = submit(answers);
  ASSERT_EQ(handed_in.body.value("state", ""), "in_review") << dump_json(handed_in.body);
  EXPECT_TRUE(officer_sees(mine));
}

// I12: nor does a profile or its case show the number.
TEST_F(Profile, IsSealedInEveryTable) {
  reviewed();
  ASSERT_EQ(submit(kAnswers).status, 200);
  std::string dump;
  for (const char* table : {"account", "review_case", "case_event", "decision", "message", "audit", "outbox"})
    dump += dump_json(world_.admin("select * from " + std::string(table)));
  EXPECT_THAT(dump, ::testing::Not(::testing::HasSubstr(kNumber)));
}

}  // namespace
}  // namespace nrmm
