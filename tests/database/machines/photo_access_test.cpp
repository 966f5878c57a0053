#include "photos/photo_row_store.hpp"
#include "registry.hpp"

namespace nrmm::machines {
namespace {

class PhotoAccess : public Registry {
 protected:
  bool sees(const std::string& photo, const photos::photo_row_store::Reader& reader) {
    auto session = database_.session(city_);
    return photos::photo_row_store::hash_for(session, photo, reader).has_value();
  }
  photos::photo_row_store::Reader officer_of(const std::string& district) {
    return {officer_, true, std::vector<std::string>{district}};
  }

  std::string owner_ = add_account("甲", "13900000001", {"owner"});
  std::string other_ = add_account("乙", "13900000002", {"owner"});
  std::string officer_ = add_account("审核员", "13900000101", {"district_auditor"}, {district_}, "officer");
};

// X069: a photo's id is no key: its uploader sees it, and who may see the submitted machine it shows.
TEST_F(PhotoAccess, FollowsTheMachineItShows) {
  Json answers = complete(owner_);
  const std::string photo = answers["photo_label"];
  EXPECT_TRUE(sees(photo, {owner_, false, {}}));
  EXPECT_FALSE(sees(photo, {other_, false, {}}));
  EXPECT_FALSE(sees(photo, officer_of(district_)));

  const std::string id = create(owner_, answers).body["id"];
  EXPECT_FALSE(sees(photo, officer_of(district_))) << "a draft is nobody's business";
  ASSERT_EQ(submit(owner_, id).status, 200);
  EXPECT_TRUE(sees(photo, officer_of(district_)));
  EXPECT_TRUE(sees(photo, {officer_, true, std::nullopt}));
  EXPECT_FALSE(sees(photo, officer_of(other_district_)));
  EXPECT_FALSE(sees(photo, {other_, false, {}}));
}

TEST_F(PhotoAccess, AnotherCityHasNoSuchPhoto) {
  const std::string photo = add_photo(owner_);
  auto session = database_.session("linfen");
  EXPECT_FALSE(photos::photo_row_store::hash_for(session, photo, {owner_, true, std::nullopt}));
  EXPECT_FALSE(photos::photo_row_store::hash_of(session, photo));
}

TEST_F(PhotoAccess, TheDaysUploadsAreCounted) {
  for (int i = 0; i < 3; ++i) add_photo(owner_);
  auto session = database_.session(city_);
  EXPECT_EQ(photos::photo_row_store::uploaded_today(session, owner_), 3);
  EXPECT_EQ(photos::photo_row_store::uploaded_today(session, other_), 0);
}

}  // namespace
}  // namespace nrmm::machines
