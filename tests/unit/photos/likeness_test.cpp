#include <bit>
#include <cmath>
#include <ctime>

#include <gmock/gmock.h>

#include "photos/difference_hash.hpp"
#include "photos/exif.hpp"
#include "photos/photo.hpp"
#include "photos/photo_doubts.hpp"
#include "pictures.hpp"

namespace nrmm::photos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Something with large and small shapes, as a machine before a yard.
testing::Paint yard(int width, int height) {
  return [=](int x, int y) -> testing::Pixel {
    const double u = static_cast<double>(x) / width, v = static_cast<double>(y) / height;
    const double light = 127 + 60 * std::sin(9 * u + 4 * v) + 50 * std::cos(13 * v - 5 * u * v) +
                         (u > 0.3 && u < 0.55 && v > 0.4 ? -40 : 0);
    const auto shade = static_cast<unsigned char>(std::clamp(light, 0.0, 255.0));
    return {shade, static_cast<unsigned char>(255 - shade / 2), shade};
  };
}

constexpr int kWidth = 800, kHeight = 600;

Photo taken(const testing::Paint& paint, int width = kWidth, int height = kHeight, int quality = 90) {
  return accept(testing::jpeg(width, height, paint, {.quality = quality}), {});
}

int apart(std::uint64_t a, std::uint64_t b) { return std::popcount(a ^ b); }

// The least distance that a search by either's whole and centre, and their mirrors, would find.
int found_at(const Photo& first, const Photo& again) {
  int least = 64;
  for (const std::uint64_t known : {first.dhash, first.centre})
    for (const std::uint64_t sought : {again.dhash, again.centre})
      least = std::min({least, apart(known, sought), apart(known, mirrored(sought))});
  return least;
}

// X086: the same bytes, compressed more, smaller, cropped a little, mirrored.
TEST(Likeness, CopiesAreNear) {
  const auto paint = yard(kWidth, kHeight);
  const Photo first = taken(paint);
  EXPECT_EQ(taken(paint).sha256, first.sha256);
  EXPECT_LE(found_at(first, taken(paint, kWidth, kHeight, 30)), 3);
  EXPECT_LE(found_at(first, taken(yard(320, 240), 320, 240)), 3);
  const auto flipped = [&](int x, int y) { return paint(kWidth - 1 - x, y); };
  EXPECT_LE(found_at(first, taken(flipped)), 3);
  for (const int cut : {8, 20, 32, 40, 56}) {  // of 800, on each side: up to a seventh of the width
    const auto cropped = [&](int x, int y) { return paint(x + cut, y + cut * 3 / 4); };
    EXPECT_LE(found_at(first, taken(cropped, kWidth - 2 * cut, kHeight - 2 * cut * 3 / 4)), 7) << cut;
  }
  const auto another = [&](int x, int y) { return yard(kWidth, kHeight)(y, x); };
  EXPECT_GT(found_at(first, taken(another)), 7);
}

TEST(Likeness, AWallSaysNothing) {
  EXPECT_FALSE(telling(taken([](int, int) { return testing::Pixel{90, 90, 90}; }).dhash));
  EXPECT_TRUE(telling(taken(yard(kWidth, kHeight)).dhash));
}

// X085: read from the file, not written into the public copy.
TEST(Evidence, ExifIsReadAndNotKeptInThePicture) {
  testing::CameraNotes notes;
  const std::string app1 = testing::camera_exif(notes);
  const Photo photo = accept(testing::jpeg(40, 30, testing::flag(40, 30), {.app1 = app1}), {});
  EXPECT_EQ(photo.exif["taken_at"], "2025-06-03T10:20:30+08:00");
  EXPECT_EQ(photo.exif["offset_assumed"], true);
  EXPECT_EQ(photo.exif["maker"], "HUAWEI");
  EXPECT_NEAR(photo.exif["position"]["lat"].get<double>(), 36.5, 1e-9);
  EXPECT_NEAR(photo.exif["position"]["lon"].get<double>(), 111.25, 1e-9);
  EXPECT_EQ(photo.jpeg.find("HUAWEI"), std::string::npos);
  EXPECT_EQ(photo.jpeg.find("Exif"), std::string::npos);
}

TEST(Evidence, NonsenseCountsAsAbsent) {
  for (const char* time :
       {"0000:00:00 00:00:00", "2025:13:03 10:20:30", "2025:06:03 25:20:30", "                   "})
    EXPECT_FALSE(exif_evidence(testing::camera_exif({.taken = time})).contains("taken_at")) << time;
  EXPECT_FALSE(exif_evidence(testing::camera_exif({.denominator = 0})).contains("position"));
  EXPECT_TRUE(exif_evidence("").empty());
  const std::string whole = testing::camera_exif({});
  for (std::size_t i = 0; i < whole.size(); ++i) {  // cut off, or altered: never beyond the segment
    exif_evidence(whole.substr(0, i));
    std::string altered = whole;
    altered[i] = static_cast<char>(altered[i] ^ 0xFF);
    exif_evidence(altered);
  }
}

// X086: an old date and a screenshot are noticed; a missing date is not held against anybody.
TEST(Evidence, DoubtsOfALivePhoto) {
  const std::int64_t then = 1748917230;  // 2025-06-03T10:20:30+08:00
  Photo photo{};
  EXPECT_THAT(doubts_of(photo, then, then + 60), IsEmpty());
  photo.exif = exif_evidence(testing::camera_exif({}));
  EXPECT_THAT(doubts_of(photo, then, then + 60), IsEmpty());
  EXPECT_THAT(doubts_of(photo, then + 86400, then + 86460), ElementsAre("too_old"));
  EXPECT_THAT(doubts_of(photo, then - 86400, then - 86340), ElementsAre("in_future"));
  photo = accept(testing::png(20, 20, testing::flag(20, 20)), {});
  EXPECT_THAT(doubts_of(photo, then, then), ElementsAre("format"));
}

}  // namespace
}  // namespace nrmm::photos
