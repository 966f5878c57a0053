#include "photos/photo_store.hpp"

#include <cerrno>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/problem.hpp"
#include "failing_disk.hpp"
#include "pictures.hpp"

namespace nrmm::photos {
namespace {

namespace fs = std::filesystem;
using testing::fsync_error;
using ::testing::HasSubstr;
using testing::write_error;
using namespace std::chrono_literals;

class PhotoStoreTest : public ::testing::Test {
 protected:
  void TearDown() override {
    write_error = fsync_error = 0;
    testing::fsyncs_before = -1;
  }

  fs::path file_of(const Photo& photo) const {
    return root() / photo.sha256.substr(0, 2) / photo.sha256.substr(2, 2) / (photo.sha256 + ".jpg");
  }
  fs::path root() const { return folder_.path / "photos"; }
  int files() const {
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root()))
      count += entry.is_regular_file() ? 1 : 0;
    return count;
  }
  std::string refusal(const Photo& photo) {
    try {
      store_.put(photo);
    } catch (const Problem& problem) {
      return std::to_string(problem.status) + " " + problem.code;
    }
    return "stored";
  }

  testing::TemporaryFolder folder_;
  PhotoStore store_{root()};
  const Photo photo_ = accept(testing::jpeg(400, 300, testing::gradient(400, 300)), {});
};

TEST_F(PhotoStoreTest, GivesBackWhatWasPut) {
  EXPECT_EQ(store_.get(photo_.sha256), std::nullopt);
  store_.put(photo_);
  store_.put(photo_);
  EXPECT_EQ(store_.get(photo_.sha256), photo_.jpeg);
  EXPECT_EQ(PhotoStore(root()).get(photo_.sha256), photo_.jpeg);
  EXPECT_EQ(files(), 1);
}

// X087: only a hash becomes a path.
TEST_F(PhotoStoreTest, KnowsNoPaths) {
  store_.put(photo_);
  std::ofstream(folder_.path / "secret") << "x";
  const std::string upper = "AB" + photo_.sha256.substr(2);
  for (const std::string& name :
       {std::string(), std::string("/etc/passwd"), std::string("../secret"), "../" + photo_.sha256,
        photo_.sha256 + ".jpg", photo_.sha256 + std::string(1, '\0'), photo_.sha256.substr(1), upper,
        std::string(64, '.'), std::string(64, '/')})
    EXPECT_EQ(store_.get(name), std::nullopt) << name;
}

TEST_F(PhotoStoreTest, FollowsNoLinks) {
  store_.put(photo_);
  fs::rename(file_of(photo_), folder_.path / "outside");
  fs::create_symlink(folder_.path / "outside", file_of(photo_));
  EXPECT_EQ(store_.get(photo_.sha256), std::nullopt);
  fs::remove(file_of(photo_));
  fs::rename(folder_.path / "outside", file_of(photo_));
  const fs::path shelf = file_of(photo_).parent_path().parent_path();
  fs::rename(shelf, folder_.path / "moved");
  fs::create_directory_symlink(folder_.path / "moved", shelf);
  EXPECT_EQ(store_.get(photo_.sha256), std::nullopt);
}

// X022
TEST_F(PhotoStoreTest, FindsAFlippedByteAndHealsByTheNextPut) {
  store_.put(photo_);
  {
    std::fstream file(file_of(photo_), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file.put(static_cast<char>(photo_.jpeg[100] ^ 1));
  }
  try {
    store_.get(photo_.sha256);
    FAIL() << "an altered photo was served";
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.status, 500);
    EXPECT_EQ(problem.code, "photo.damaged");
  }
  store_.put(photo_);
  EXPECT_EQ(store_.get(photo_.sha256), photo_.jpeg);
}

// X018
TEST_F(PhotoStoreTest, AFullDiskLeavesNothingBehindAndRecovers) {
  write_error = ENOSPC;
  EXPECT_EQ(refusal(photo_), "503 photo.no_space");
  EXPECT_EQ(files(), 0);
  EXPECT_EQ(store_.get(photo_.sha256), std::nullopt);
  write_error = 0;
  EXPECT_EQ(refusal(photo_), "stored");
  EXPECT_EQ(store_.get(photo_.sha256), photo_.jpeg);
}

// X020
TEST_F(PhotoStoreTest, AFailedFsyncDiscardsTheFile) {
  store_.put(accept(testing::png(20, 20, testing::flag(20, 20)), {}));
  fsync_error = EIO;
  EXPECT_EQ(refusal(photo_), "503 photo.not_stored");
  EXPECT_EQ(files(), 1);
  fsync_error = 0;
  EXPECT_EQ(refusal(photo_), "stored");
}

// X020: of the folders, of the file, of its name: what may not be durable is not there for the next try.
TEST_F(PhotoStoreTest, WhicheverFsyncFailsNothingStays) {
  for (int before = 0; before < 4; ++before) {
    const Photo photo = accept(testing::png(20 + before, 20, testing::flag(20, 20)), {});
    testing::fsyncs_before = before;
    fsync_error = EIO;
    EXPECT_EQ(refusal(photo), "503 photo.not_stored") << before;
    EXPECT_EQ(files(), before) << "only those of before";
    EXPECT_EQ(store_.get(photo.sha256), std::nullopt);
    fsync_error = 0;
    EXPECT_EQ(refusal(photo), "stored");
  }
}

// X021
TEST_F(PhotoStoreTest, RefusesAFolderThatCannotBe) {
  std::ofstream(folder_.path / "file") << "x";
  try {
    PhotoStore store(folder_.path / "file" / "photos");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("photo folder"));
    EXPECT_THAT(error.what(), ::testing::Not(HasSubstr("\n")));
  }
}

TEST_F(PhotoStoreTest, IsNotReadyWithoutItsFolder) {
  EXPECT_TRUE(store_.ready());
  fs::remove_all(root());
  EXPECT_FALSE(store_.ready());
  EXPECT_EQ(refusal(photo_), "503 photo.not_stored");
}

// By its id servers know that they share the folder, and notice when another one lies in its place.
TEST_F(PhotoStoreTest, TheFolderKeepsItsName) {
  EXPECT_EQ(store_.id(false), "");
  const std::string id = store_.id(true);
  EXPECT_EQ(id.size(), 36u);
  EXPECT_EQ(store_.id(true), id);
  EXPECT_EQ(PhotoStore(root()).id(false), id);
  store_.require_id(id);
  EXPECT_TRUE(store_.ready());
  fs::remove(root() / "folder-id");
  EXPECT_FALSE(store_.ready());
}

TEST_F(PhotoStoreTest, ServersThatNameItAtOnceAgree) {
  std::vector<std::string> ids(16);
  std::vector<std::thread> threads;
  for (std::string& id : ids) threads.emplace_back([&] { id = PhotoStore(root()).id(true); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 1u);
  EXPECT_EQ(files(), 1);
}

TEST_F(PhotoStoreTest, ManyPutTheSamePhoto) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) threads.emplace_back([&] { store_.put(photo_); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(store_.get(photo_.sha256), photo_.jpeg);
  EXPECT_EQ(files(), 1);
}

// X003, I5: a file without a row goes, one with a row or a young one stays.
TEST_F(PhotoStoreTest, SweepsOnlyOldFilesThatNobodyKnows) {
  const Photo known = accept(testing::png(20, 20, testing::flag(20, 20)), {});
  store_.put(known);
  store_.put(photo_);
  const auto is_known = [&](const std::string& sha256) { return sha256 == known.sha256; };
  EXPECT_EQ(store_.sweep(24h, is_known), 0);
  std::ofstream(file_of(photo_).parent_path() / "draft-1") << "half";
  for (const fs::path& file : {file_of(known), file_of(photo_), file_of(photo_).parent_path() / "draft-1"})
    fs::last_write_time(file, fs::file_time_type::clock::now() - 48h);
  EXPECT_EQ(store_.sweep(24h, is_known), 2);
  EXPECT_EQ(store_.get(photo_.sha256), std::nullopt);
  EXPECT_EQ(store_.get(known.sha256), known.jpeg);
}

TEST_F(PhotoStoreTest, APutMakesAnOldFileYoungAgain) {
  store_.put(photo_);
  fs::last_write_time(file_of(photo_), fs::file_time_type::clock::now() - 48h);
  store_.put(photo_);
  EXPECT_EQ(store_.sweep(24h, [](const std::string&) { return false; }), 0);
}

}  // namespace
}  // namespace nrmm::photos
