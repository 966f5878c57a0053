// The folder of a backup: what it takes for whole, and what it lets go.
#include "backup/archive.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "backup/files.hpp"
#include "backup/photo_copies.hpp"
#include "backup/wal.hpp"
#include "base/digest.hpp"

namespace nrmm::backup {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ArchiveTest : public ::testing::Test {
 protected:
  ArchiveTest() {
    char name[] = "/tmp/nrmm-backup-test-XXXXXX";
    folder_ = ::mkdtemp(name);
  }
  ~ArchiveTest() override { fs::remove_all(folder_); }

  Archive made() const { return Archive::of_cluster(folder_ / "backup", "7", 1); }
  void add_base(const Archive& archive, const std::string& day, const std::string& segment) const {
    archive.begin_base();
    archive.finish_base(
        {"202611" + day + "T000000Z", "2026-11-" + day + "T00:00:00Z", segment, segment, "k"});
  }
  void add_segment(const Archive& archive, const std::string& name,
                   std::uintmax_t bytes = kSegmentBytes) const {
    std::string text(bytes, '0');  // not all alike: in such a file a flipped bit may unpack to the same
    std::uint32_t state = 1;
    for (char& c : text) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    std::ofstream(folder_ / "segment") << text;
    pack_file(folder_ / "segment", archive.wal() / (name + ".gz"));
  }
  void store_photo(const std::string& bytes) const {
    photos::PhotoStore(folder_ / "photos")
        .put({.jpeg = bytes, .sha256 = sha256_hex(bytes), .dhash = 0, .width = 1, .height = 1});
  }
  static std::string refusal(const std::function<void()>& act) {
    try {
      act();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "nothing";
  }

  fs::path folder_;
};

const std::string kFirst = "000000010000000000000002";
const std::string kSecond = "000000010000000000000003";
const std::string kThird = "000000010000000000000004";

TEST(Wal, SegmentsFollowOnOneAnother) {
  EXPECT_EQ(following(kFirst), kSecond);
  EXPECT_EQ(following("0000000100000000000000FF"), "000000010000000100000000");
  EXPECT_EQ(following("0000000A0000000F000000FF"), "0000000A0000001000000000");
  EXPECT_TRUE(is_segment(kFirst));
  EXPECT_FALSE(is_segment("00000002.history"));
  EXPECT_FALSE(is_segment(kFirst + ".00000028.backup"));
}

TEST(Moment, HasAZone) {
  EXPECT_EQ(moment_of("1970-01-01T08:00:01+08:00"), 1'000'000);
  EXPECT_EQ(moment_of("1970-01-01T00:00:01.250000Z"), 1'250'000);
  EXPECT_EQ(moment_of("1970-01-01T00:01Z"), 60'000'000);
  EXPECT_EQ(moment_of("1969-12-31T19:00:01-05:00"), 1'000'000);
  for (const char* none : {"1970-01-01T00:00:01", "1970-01-01", "yesterday", "", "1970-13-01T00:00:01Z"})
    EXPECT_EQ(moment_of(none), std::nullopt) << none;
}

TEST_F(ArchiveTest, IsOfOneClusterAndTimeline) {
  EXPECT_THAT(refusal([&] { Archive(folder_ / "backup"); }), HasSubstr("is no backup of nrmm"));
  made();
  EXPECT_EQ(refusal([&] { made(); }), "nothing");
  EXPECT_THAT(refusal([&] { Archive::of_cluster(folder_ / "backup", "8", 1); }),
              HasSubstr("of another database"));
  EXPECT_THAT(refusal([&] { Archive::of_cluster(folder_ / "backup", "7", 2); }),
              HasSubstr("before a restore"));
  EXPECT_THAT(refusal([&] { Archive::of_cluster(folder_, "7", 1); }), HasSubstr("has other things in it"));
}

TEST_F(ArchiveTest, TheNewestBaseBeforeTheMoment) {
  const Archive archive = made();
  EXPECT_THAT(refusal([&] { archive.base_for("", ""); }), HasSubstr("has no finished backup"));
  add_base(archive, "20", kFirst);
  add_base(archive, "22", kSecond);
  archive.begin_base();  // one that was cut off
  EXPECT_EQ(archive.base_for("", "").name, "20261122T000000Z");
  EXPECT_EQ(archive.base_for("2026-11-22T07:59:59+08:00", "").name, "20261120T000000Z");
  EXPECT_EQ(archive.base_for("2026-11-22T08:00:00+08:00", "").name, "20261122T000000Z");
  EXPECT_EQ(archive.base_for("", "20261120T000000Z").name, "20261120T000000Z");
  EXPECT_THAT(refusal([&] { archive.base_for("2026-11-19T00:00:00Z", ""); }),
              HasSubstr("before the oldest backup"));
}

// X116
TEST_F(ArchiveTest, FindsWhatIsDamagedOrMissingInTheLog) {
  const Archive archive = made();
  add_base(archive, "20", kFirst);
  for (const auto& segment : {kFirst, kSecond, kThird}) add_segment(archive, segment);
  const Base base = archive.base_for("", "");
  EXPECT_THAT(archive.segments_since(base), ElementsAre(kFirst, kSecond, kThird));

  const fs::path second = archive.wal() / (kSecond + ".gz");
  const std::string whole = read_whole(second);
  for (const std::size_t at : {std::size_t{20}, whole.size() / 2, whole.size() - 6, whole.size() - 2}) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    write_durably(second, flipped);
    EXPECT_THAT(refusal([&] { archive.segments_since(base); }), HasSubstr("is damaged")) << at;
  }
  for (const std::size_t length : {std::size_t{0}, std::size_t{9}, whole.size() / 2, whole.size() - 4}) {
    write_durably(second, whole.substr(0, length));
    EXPECT_THAT(refusal([&] { archive.segments_since(base); }), HasSubstr("is damaged")) << length;
  }
  add_segment(archive, kSecond, kSegmentBytes - 1);
  EXPECT_THAT(refusal([&] { archive.segments_since(base); }), HasSubstr("is damaged"));
  fs::remove(second);
  EXPECT_THAT(refusal([&] { archive.segments_since(base); }), HasSubstr(kSecond + ".gz is missing"));
  fs::remove(archive.wal() / (kThird + ".gz"));
  EXPECT_THAT(archive.segments_since(base), ElementsAre(kFirst));
  fs::remove(archive.wal() / (kFirst + ".gz"));  // was there when the base was made
  EXPECT_THAT(refusal([&] { archive.segments_since(base); }), HasSubstr(kFirst + ".gz is missing"));
}

TEST_F(ArchiveTest, KeepsTheNewestAndWhatBelongsToThem) {
  const Archive archive = made();
  add_base(archive, "20", kFirst);
  add_base(archive, "21", kSecond);
  add_base(archive, "22", kThird);
  for (const auto& segment : {kFirst, kSecond, kThird}) add_segment(archive, segment, 9);
  EXPECT_EQ(archive.prune(3), 0);
  EXPECT_EQ(archive.prune(2), 1);
  EXPECT_EQ(archive.bases().size(), 2U);
  EXPECT_FALSE(fs::exists(archive.wal() / (kFirst + ".gz")));
  EXPECT_TRUE(fs::exists(archive.wal() / (kSecond + ".gz")));
}

TEST_F(ArchiveTest, CopiesPhotosOnceAndNoDamagedOne) {
  const Archive archive = made();
  for (const char* photo : {"one", "two"}) store_photo(photo);
  const std::string damaged = sha256_hex("two");
  const fs::path file = folder_ / "photos" / damaged.substr(0, 2) / damaged.substr(2, 2) / (damaged + ".jpg");
  std::ofstream(file) << "2";
  PhotoCopies copies(folder_ / "photos", archive.photos());
  auto sum = copies.copy_new();
  EXPECT_EQ(sum.copied, 1);
  EXPECT_THAT(sum.damaged, ElementsAre(damaged));
  store_photo("two");  // heals it
  store_photo("three");
  sum = copies.copy_new();
  EXPECT_EQ(sum.copied, 2);
  EXPECT_TRUE(sum.damaged.empty());
  EXPECT_EQ(copies.copy_new().copied, 0);
}

TEST_F(ArchiveTest, ForgetsAPhotoWhenNoBaseIsOlder) {
  const Archive archive = made();
  add_base(archive, "20", kFirst);
  store_photo("one");
  PhotoCopies(folder_ / "photos", archive.photos()).copy_new();
  const std::string sha256 = sha256_hex("one");
  const fs::path place = fs::path(sha256.substr(0, 2)) / sha256.substr(2, 2) / (sha256 + ".jpg");
  fs::remove(folder_ / "photos" / place);
  archive.prune_photos(folder_ / "photos");  // a base is older than now
  EXPECT_TRUE(fs::exists(archive.photos() / place));
  archive.begin_base();
  archive.finish_base({"20991122T000000Z", "2099-11-22T00:00:00Z", kThird, kThird, "k"});
  archive.prune(1);
  archive.prune_photos(folder_ / "photos");
  EXPECT_FALSE(fs::exists(archive.photos() / place));
}

}  // namespace
}  // namespace nrmm::backup
