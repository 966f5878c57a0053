#include <bit>

#include <gmock/gmock.h>

#include "photos/photo_reuse_store.hpp"
#include "photos/photo_ticket_store.hpp"
#include "registry.hpp"

namespace nrmm::machines {
namespace {

namespace tickets = photos::photo_ticket_store;
using ::testing::Contains;
using ::testing::Not;

class PhotoEvidence : public Registry {
 protected:
  // The city as it is, with these levels, and the photo of the label to be taken with the camera.
  void in_force(const std::string& unproven, const std::string& reused = "flag") {
    packs_.amend(city_, "amended-" + unproven + reused, [&](cities::Pack& pack) {
      pack.policies.find("photos.unproven")->second.undated.value = unproven;
      pack.policies.find("photos.reused")->second.undated.value = reused;
      pack.forms.find("machine")->second.fields.find("photo_label")->second.photo_source = "camera";
    });
  }
  Result file_with(const std::string& account, const std::string& photo,
                   const std::string& field = "photo_label") {
    Json answers = complete(account);
    answers[field] = photo;
    return submit(account, create(account, answers).body["id"]);
  }
  std::string live_photo(const std::vector<std::string>& doubts = {}) {
    return add_photo(owner_, 0x0F1E2D3C4B5A6978u + static_cast<unsigned>(++taken_) * 0x1010101010101u,
                     {"machine.photo_label", "2026-01-01T00:00:00Z", doubts, std::nullopt});
  }
  static std::vector<std::string> flags_of(const Result& submitted) {
    std::vector<std::string> codes;
    for (const Json& one : submitted.body.at("case").at("findings")) codes.push_back(one.at("code"));
    return codes;
  }
  Json photo_in(const std::string& officer, const Result& submitted,
                const std::string& field = "photo_label") {
    const Json record = one_case(officer, submitted.body["case"]["id"]).body;
    const Json evidence = record["subject"].value("evidence", Json::object());
    for (const Json& photo : record["subject"]["photos"])
      if (photo["field"] == field) return evidence.value(photo["id"].get<std::string>(), Json::object());
    return nullptr;
  }

  int taken_ = 0;
  std::string owner_ = add_account("甲", "13900000001", {"owner"});
  std::string other_ = add_account("乙", "13900000002", {"owner"});
  std::string officer_ = add_account("审核员", "13900000101", {"district_auditor"}, {district_}, "officer");
  std::string far_ =
      add_account("远审核员", "13900000102", {"district_auditor"}, {other_district_}, "officer");
  std::string city_officer_ = add_account("市审核员", "13900000103", {"city_auditor"}, {}, "officer");
};

// F065, X086: where the field wants the camera, a photo without a ticket for it is refused, or flagged.
TEST_F(PhotoEvidence, TheCameraIsProvedByATicket) {
  in_force("refuse");
  const Result refused = file_with(owner_, add_photo(owner_));
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.codes_of("photo_label"), Contains("photo_live"));
  const std::string for_another_field = add_photo(owner_, 99, {"machine.photos_body", "", {}, std::nullopt});
  EXPECT_EQ(file_with(owner_, for_another_field).status, 422);
  const Result filed = file_with(owner_, live_photo());
  ASSERT_EQ(filed.status, 200) << filed.findings.dump();
  EXPECT_EQ(photo_in(officer_, filed)["live"], true);

  in_force("flag");
  const Result flagged = file_with(owner_, add_photo(owner_));
  ASSERT_EQ(flagged.status, 200) << flagged.findings.dump();
  EXPECT_THAT(flags_of(flagged), Contains("photo_live"));
  EXPECT_EQ(photo_in(officer_, flagged)["live"], false);
}

// X086: an old EXIF date or a screenshot is for the reviewer; it proves nothing.
TEST_F(PhotoEvidence, DoubtsAreForTheReviewer) {
  in_force("refuse");
  const Result filed = file_with(owner_, live_photo({"too_old"}));
  ASSERT_EQ(filed.status, 200) << filed.findings.dump();
  EXPECT_THAT(flags_of(filed), Contains("photo_doubt"));
  EXPECT_EQ(photo_in(officer_, filed)["doubts"], Json({"too_old"}));
}

// X082, X056: a ticket is one account's, one city's, good once and for minutes.
TEST_F(PhotoEvidence, ATicketIsGoodOnceForItsAccount) {
  const auto redeemed = [&](const std::string& account, const std::string& ticket, const std::string& city) {
    return database_.transact(
        city, [&](storage::Session& session) { return tickets::redeem(session, account, ticket); });
  };
  const auto issue = [&] {
    return database_.transact(city_, [&](storage::Session& session) {
      return tickets::issue(session, owner_, "machine.photo_label", std::chrono::minutes(10)).ticket;
    });
  };
  const std::string ticket = issue();
  EXPECT_FALSE(redeemed(other_, ticket, city_));
  EXPECT_FALSE(redeemed(owner_, ticket, "linfen"));
  EXPECT_FALSE(redeemed(owner_, "", city_));
  ASSERT_TRUE(redeemed(owner_, ticket, city_));
  EXPECT_FALSE(redeemed(owner_, ticket, city_)) << "used";
  const std::string late = issue();
  shift_clock("11 minutes");
  EXPECT_FALSE(redeemed(owner_, late, city_));
  EXPECT_EQ(count("select from photo_ticket where token_hash = '" + ticket + "'"), 0) << "kept in clear";
}

// F198, X086: the same file, or one that looks alike (few bits, mirrored, cropped), finds its first use.
TEST_F(PhotoEvidence, AReusedPhotoFindsItsFirstUse) {
  const std::uint64_t look = 0x0F1E2D3C4B5A6978u;
  const auto first = file_with(owner_, add_photo(owner_, look));
  ASSERT_EQ(first.status, 200) << first.findings.dump();
  EXPECT_THAT(flags_of(first), Not(Contains("photo_reused")));
  std::uint64_t mirror = 0;
  for (int i = 0; i < 64; ++i)
    if ((look >> i & 1u) == 0) mirror |= std::uint64_t{1} << (i / 8 * 8 + 7 - i % 8);
  struct Copy {
    const char* what;
    std::uint64_t look;
    int distance;
    bool mirrored;
  };
  const Copy copies[] = {{"same file", look, 0, false},
                         {"compressed again", look ^ 0x0101010100010101u, 7, false},
                         {"mirrored", mirror ^ 0x1u, 1, true}};
  for (const Copy& copy : copies) {
    const Result again = file_with(other_, add_photo(other_, copy.look));
    ASSERT_EQ(again.status, 200) << copy.what << again.findings.dump();
    EXPECT_THAT(flags_of(again), Contains("photo_reused")) << copy.what;
    const Json earlier = photo_in(officer_, again)["earlier"];
    EXPECT_EQ(earlier["case"], first.body["case"]["id"]) << copy.what << earlier.dump();
    EXPECT_EQ(earlier["distance"], copy.distance) << copy.what;
    EXPECT_EQ(earlier["mirrored"], copy.mirrored) << copy.what;
    EXPECT_FALSE(photo_in(other_, again).contains("earlier")) << "only reviewers learn where";
    EXPECT_EQ(why(other_, again.body["case"]["id"]).body.dump().find(first.body["case"]["id"]),
              std::string::npos);
  }
  const Result unlike = file_with(other_, add_photo(other_, look ^ 0x0303030303030303u));
  EXPECT_THAT(flags_of(unlike), Not(Contains("photo_reused")));
}

// X071: an officer learns that another district showed it first and whom to ask, not which case.
TEST_F(PhotoEvidence, AnotherDistrictsCaseIsNotNamed) {
  const std::uint64_t look = 0x123456789ABCDEF0u;
  const auto first = file_with(owner_, add_photo(owner_, look));
  Json answers = complete(other_);
  answers["photo_label"] = add_photo(other_, look);
  answers["registration_district"] = other_district_;
  const auto second = submit(other_, create(other_, answers).body["id"]);
  ASSERT_EQ(second.status, 200) << second.findings.dump();
  const Json told = photo_in(far_, second)["earlier"];
  EXPECT_TRUE(told["case"].is_null() && told["photo"].is_null()) << told.dump();
  EXPECT_EQ(told["office"], pack()->district(district_)->office_name);
  EXPECT_EQ(photo_in(city_officer_, second)["earlier"]["case"], first.body["case"]["id"]);
}

// F198: a city may refuse, or not look; papers recur by nature; who files again what was refused may, too.
TEST_F(PhotoEvidence, WhatIsNoReuse) {
  in_force("flag", "refuse");
  const std::string photo = add_photo(owner_, 0x0F1E2D3C4B5A6978u);
  const auto first = file_with(owner_, photo);
  ASSERT_EQ(first.status, 200) << first.findings.dump();
  EXPECT_THAT(file_with(owner_, photo).codes_of("photo_label"), Contains("photo_reused"));
  const std::string id = first.body["case"]["id"];
  ASSERT_EQ(take(officer_, id, "claim", first.body["case"]["version"]).status, 200);
  const auto version = one_case(officer_, id).body["version"].get<std::int64_t>();
  ASSERT_EQ(take(officer_, id, "refuse", version, "untrue").status, 200);
  EXPECT_EQ(file_with(owner_, photo).status, 200);

  const std::string paper = add_photo(owner_, 0xF0E1D2C3B4A59687u);
  EXPECT_EQ(file_with(owner_, paper, "photo_owner").status, 200);
  EXPECT_EQ(file_with(owner_, paper, "photo_owner").status, 200);
  in_force("flag", "ignore");
  EXPECT_THAT(flags_of(file_with(owner_, photo)), Not(Contains("photo_reused")));
}

}  // namespace
}  // namespace nrmm::machines
