#include "machines/photo_link.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

namespace nrmm::machines {
namespace {

constexpr const char* kPhoto = "01900000-0000-7000-8000-000000000001";
constexpr std::int64_t kNow = 1'750'000'000;

class PhotoLinkTest : public ::testing::Test {
 protected:
  ~PhotoLinkTest() override { std::filesystem::remove_all(folder_); }

  struct Parts {
    std::string exp, sig;
  };
  Parts made() {
    const std::string url = link_.make("north", kPhoto, kNow);
    const auto exp = url.find("exp=") + 4, sig = url.find("&sig=") + 5;
    return {url.substr(exp, sig - 5 - exp), url.substr(sig)};
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("nrmm-link-" + std::to_string(::getpid()));
  PhotoLink link_{storage::Seal::open(folder_, true)};
};

// Contract, POST photos: a signed link of five minutes, for exactly that photo.
TEST_F(PhotoLinkTest, WorksForFiveMinutes) {
  EXPECT_TRUE(link_.make("north", kPhoto, kNow).starts_with("/north/v1/photos/" + std::string(kPhoto) + "?"));
  const Parts parts = made();
  EXPECT_TRUE(link_.valid("north", kPhoto, parts.exp, parts.sig, kNow));
  EXPECT_TRUE(link_.valid("north", kPhoto, parts.exp, parts.sig, kNow + 300));
  EXPECT_FALSE(link_.valid("north", kPhoto, parts.exp, parts.sig, kNow + 301));
}

TEST_F(PhotoLinkTest, IsForThatPhotoAndThatTimeOnly) {
  const Parts parts = made();
  std::string another = kPhoto;
  another.back() = '2';
  EXPECT_FALSE(link_.valid("north", another, parts.exp, parts.sig, kNow));
  EXPECT_FALSE(link_.valid("south", kPhoto, parts.exp, parts.sig, kNow));
  EXPECT_FALSE(link_.valid("north", kPhoto, std::to_string(kNow + 299), parts.sig, kNow));
  for (const char* exp : {"", "x", "9999999999999999999999", "-1", "1750000300x"})
    EXPECT_FALSE(link_.valid("north", kPhoto, exp, parts.sig, kNow)) << exp;
  for (const std::string& sig : {std::string(), parts.sig.substr(1), parts.sig + "0"})
    EXPECT_FALSE(link_.valid("north", kPhoto, parts.exp, sig, kNow)) << sig;
}

}  // namespace
}  // namespace nrmm::machines
