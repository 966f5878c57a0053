#include <bit>
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "base/problem.hpp"
#include "photos/photo.hpp"
#include "pictures.hpp"

namespace nrmm::photos {
namespace {

using namespace std::string_literals;
using testing::decode;
using testing::Decoded;
using testing::exif;
using testing::flag;
using testing::gradient;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Pixel;

std::string refusal(const std::string& bytes, const Limits& limits = {}) {
  try {
    accept(bytes, limits);
  } catch (const Problem& problem) {
    return std::to_string(problem.status) + " " + problem.code;
  }
  return "accepted";
}

bool near(const Pixel& a, const Pixel& b) {
  for (std::size_t i = 0; i < 3; ++i)
    if (std::abs(a[i] - b[i]) > 24) return false;
  return true;
}

// X083: what it is called does not matter, what it is does.
TEST(Accept, RefusesWhatIsNoPhoto) {
  for (const std::string& bytes :
       {""s, "\xFF\xD8"s, "<html><script>alert(1)</script>"s,
        "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"s, "<?php system($_GET['c']);"s, "MZ\x90\0"s,
        "GIF89a\x01\0\x01\0"s, "RIFF\0\0\0\0WEBPVP8 "s, "%PDF-1.7"s, " \xFF\xD8\xFF\xE0"s})
    EXPECT_EQ(refusal(bytes), "415 photo.type") << bytes;
}

TEST(Accept, RefusesABareSignature) {
  EXPECT_EQ(refusal("\xFF\xD8\xFF\xE0<script>alert(1)</script>"), "422 photo.damaged");
  EXPECT_EQ(refusal("\x89PNG\r\n\x1A\n<script>alert(1)</script>"), "422 photo.damaged");
}

TEST(Accept, KeepsOnlyThePixelsOfAPolyglot) {
  const std::string script = "<script>alert(document.domain)</script>";
  std::string bytes = testing::jpeg(40, 30, flag(40, 30), {.comment = script}) + script + "\nPK\x03\x04";
  EXPECT_THAT(accept(bytes, {}).jpeg, Not(HasSubstr("script")));
  EXPECT_THAT(accept(testing::png(40, 30, flag(40, 30)) + script, {}).jpeg, Not(HasSubstr("script")));
}

TEST(Accept, ReturnsAJpegWithItsHashAndSize) {
  const Photo photo = accept(testing::png(60, 40, flag(60, 40)), {});
  EXPECT_EQ(photo.sha256, sha256_hex(photo.jpeg));
  EXPECT_EQ(photo.width, 60);
  EXPECT_EQ(photo.height, 40);
  const Decoded decoded = decode(photo.jpeg);
  EXPECT_EQ(decoded.width, 60);
  EXPECT_TRUE(near(decoded.at(5, 5), {0, 255, 0}));
  EXPECT_TRUE(near(decoded.at(5, 35), {255, 0, 0}));
  EXPECT_TRUE(near(decoded.at(55, 5), {0, 0, 255}));
}

TEST(Accept, LimitsBytes) {
  const std::string bytes = testing::jpeg(40, 30, flag(40, 30));
  EXPECT_EQ(refusal(bytes, {.max_bytes = bytes.size() - 1}), "413 request.too_large");
  EXPECT_EQ(refusal(bytes, {.max_bytes = bytes.size()}), "accepted");
}

TEST(Accept, LimitsPixelsByTheHeader) {
  for (const std::string& bytes : {testing::jpeg(40, 30, flag(40, 30)), testing::png(40, 30, flag(40, 30))}) {
    EXPECT_EQ(refusal(bytes, {.max_pixels = 1199}), "422 photo.pixels");
    EXPECT_EQ(refusal(bytes, {.max_pixels = 1200}), "accepted");
  }
}

// X083: 900 million pixels in a small file cost nothing.
TEST(Accept, RefusesAPngBombAtOnce) {
  const std::string bomb = testing::black_png(30'000, 30'000);
  ASSERT_LT(bomb.size(), Limits{}.max_bytes);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(refusal(bomb), "422 photo.pixels");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(100));
}

// X083: each pass goes over the whole picture again; a camera writes about ten.
TEST(Accept, RefusesAJpegWithHundredsOfPasses) {
  EXPECT_EQ(refusal(testing::jpeg(64, 48, gradient(64, 48), {.many_scans = true})), "422 photo.damaged");
}

TEST(Accept, RefusesATruncatedPhoto) {
  for (const std::string& whole : {testing::jpeg(200, 150, gradient(200, 150)),
                                   testing::jpeg(200, 150, gradient(200, 150), {.progressive = true}),
                                   testing::png(200, 150, gradient(200, 150))})
    for (const double part : {0.05, 0.3, 0.5, 0.8, 0.97})
      EXPECT_EQ(refusal(whole.substr(0, static_cast<std::size_t>(static_cast<double>(whole.size()) * part))),
                "422 photo.damaged")
          << part << " of " << whole.size();
}

// Every single flipped byte ends in a photo or in a problem, never in a crash.
TEST(Accept, SurvivesFlippedBytes) {
  for (const std::string& whole :
       {testing::jpeg(32, 24, gradient(32, 24), {.app1 = exif(6)}), testing::png(32, 24, gradient(32, 24))})
    for (std::size_t i = 0; i < whole.size(); ++i) {
      std::string altered = whole;
      altered[i] = static_cast<char>(altered[i] ^ 0xFF);
      EXPECT_THAT(refusal(altered, {.max_pixels = 1'000'000}),
                  ::testing::MatchesRegex("accepted|4.. photo\\..*"))
          << i;
    }
}

TEST(Accept, TakesProgressiveAndGreyAndTransparentPictures) {
  EXPECT_EQ(refusal(testing::jpeg(64, 48, gradient(64, 48), {.progressive = true})), "accepted");
  EXPECT_TRUE(near(decode(accept(testing::black_png(20, 20), {}).jpeg).at(9, 9), {0, 0, 0}));
  const Photo photo = accept(testing::png(20, 20, flag(20, 20), true), {});
  EXPECT_TRUE(near(decode(photo.jpeg).at(9, 9), {255, 255, 255})) << "nothing on white is white";
}

TEST(Accept, ConvertsInkToLight) {
  const Photo photo = accept(testing::jpeg(64, 48, flag(64, 48), {.inked = true}), {});
  EXPECT_TRUE(near(decode(photo.jpeg).at(8, 8), {0, 255, 0}));
  EXPECT_TRUE(near(decode(photo.jpeg).at(56, 8), {0, 0, 255}));
}

// X085: neither where nor with what it was taken.
TEST(Accept, DropsMetadata) {
  const std::string bytes = testing::jpeg(40, 30, flag(40, 30), {.app1 = exif(1)});
  ASSERT_THAT(bytes, HasSubstr("SecretPhoneMaker"));
  const Photo photo = accept(bytes, {});
  for (const char* trace : {"Exif", "SecretPhoneMaker", "GPS"})
    EXPECT_THAT(photo.jpeg, Not(HasSubstr(trace)));
}

struct Turned {
  int orientation;
  bool on_its_side;
  Pixel upper_left;
  Pixel lower_right;
};

// X083: where the corners of the stored picture stand when it is upright.
TEST(Accept, AppliesTheOrientation) {
  const Pixel green{0, 255, 0};
  const Pixel red{255, 0, 0};
  const Pixel blue{0, 0, 255};
  const Turned turns[] = {{1, false, green, blue}, {2, false, blue, red},  {3, false, blue, green},
                          {4, false, red, blue},   {5, true, green, blue}, {6, true, red, blue},
                          {7, true, blue, green},  {8, true, blue, red}};
  for (const Turned& turn : turns)
    for (const bool big_endian : {false, true}) {
      const std::string bytes =
          testing::jpeg(64, 48, flag(64, 48), {.app1 = exif(turn.orientation, big_endian)});
      const Photo photo = accept(bytes, {});
      const Decoded decoded = decode(photo.jpeg);
      EXPECT_EQ(photo.width, turn.on_its_side ? 48 : 64) << turn.orientation;
      EXPECT_TRUE(near(decoded.at(4, 4), turn.upper_left)) << turn.orientation;
      EXPECT_TRUE(near(decoded.at(decoded.width - 5, decoded.height - 5), turn.lower_right))
          << turn.orientation;
    }
}

TEST(Accept, IgnoresAnOrientationThatCannotBe) {
  for (const int orientation : {0, 9, 200}) {
    const Photo photo = accept(testing::jpeg(64, 48, flag(64, 48), {.app1 = exif(orientation)}), {});
    EXPECT_EQ(photo.width, 64) << orientation;
  }
}

// X086: the same photo again, smaller or compressed more, is recognised; another is not.
TEST(Accept, DifferenceHashFollowsTheLook) {
  const auto hash = [](const std::string& bytes) { return accept(bytes, {}).dhash; };
  const std::uint64_t original = hash(testing::jpeg(640, 480, gradient(640, 480)));
  EXPECT_LE(std::popcount(original ^ hash(testing::jpeg(320, 240, gradient(320, 240), {.quality = 40}))), 4);
  const auto mirrored = [](int x, int y) { return gradient(640, 480)(639 - x, y); };
  EXPECT_GE(std::popcount(original ^ hash(testing::jpeg(640, 480, mirrored))), 16);
  EXPECT_EQ(refusal(testing::png(1, 1, flag(2, 2))), "accepted");
}

}  // namespace
}  // namespace nrmm::photos
