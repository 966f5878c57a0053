#include "passport/keys.hpp"

#include <fstream>
#include <stdexcept>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/digest.hpp"
#include "storage/seal.hpp"
#include "world.hpp"

namespace nrmm::passport {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const Date kToday = day("2026-12-01");
const Date kUntil = day("2027-06-30");

// Keys of passports lie beside those that seal (X120).
class KeysTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = fs::temp_directory_path() / "nrmm-passport-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    home_ = name;
    storage::Seal::open(folder(), true);
  }
  void TearDown() override { fs::remove_all(home_); }

  fs::path folder() const { return home_ / "keys"; }
  Keys keys() const { return Keys::read(folder()); }
  std::string signed_now() const { return write(kMachine, *keys().signing()); }
  Fault fault_of(const std::string& text, Date on) const {
    return Trust(keys().trusted()).read(text, on).fault;
  }

  fs::path home_;
};

TEST_F(KeysTest, ANewFolderHasOne) {
  EXPECT_EQ(fault_of(signed_now(), kToday), Fault::none);
  EXPECT_EQ(keys().trusted().size(), 1u);
}

TEST_F(KeysTest, AFolderThatIsNotThereHasNone) {
  const Keys none = Keys::read(home_ / "nowhere");
  EXPECT_EQ(none.signing(), nullptr);
  EXPECT_TRUE(none.trusted().empty());
}

TEST_F(KeysTest, ANewKeySignsAndTheOldOneIsGoodUpToItsDay) {
  const std::string before = signed_now();
  rotate(folder(), kUntil);
  const std::string after = signed_now();
  EXPECT_NE(read(before)->key_id, read(after)->key_id);
  EXPECT_EQ(fault_of(before, kUntil), Fault::none);
  EXPECT_EQ(fault_of(before, kUntil.plus_days(1)), Fault::key_expired);
  EXPECT_EQ(fault_of(after, kUntil.plus_days(1)), Fault::none);
  EXPECT_FALSE(fs::exists(folder() / "passport-0001.key")) << "its private half is gone";
  storage::Seal::open(folder(), false);
}

TEST_F(KeysTest, EachRotationKeepsThoseBefore) {
  const std::string first = signed_now();
  rotate(folder(), kUntil);
  const std::string second = signed_now();
  rotate(folder(), kUntil.plus_days(100));
  EXPECT_EQ(keys().trusted().size(), 3u);
  EXPECT_EQ(fault_of(first, kUntil.plus_days(1)), Fault::key_expired);
  EXPECT_EQ(fault_of(second, kUntil.plus_days(1)), Fault::none);
}

// What comes back with a restored folder does not live longer by it.
TEST_F(KeysTest, APrivateHalfThatCameBackNeitherSignsNorIsTrustedAnew) {
  const std::string before = signed_now();
  fs::copy_file(folder() / "passport-0001.key", home_ / "kept");
  rotate(folder(), kToday);
  const std::string current = read(signed_now())->key_id;
  fs::copy_file(home_ / "kept", folder() / "passport-0001.key");
  EXPECT_EQ(read(signed_now())->key_id, current);
  rotate(folder(), kUntil);
  EXPECT_EQ(fault_of(before, kToday.plus_days(1)), Fault::key_expired);
  EXPECT_FALSE(fs::exists(folder() / "passport-0001.key"));
}

TEST_F(KeysTest, AFolderFromBeforePassportsGetsItsFirstKey) {
  fs::remove(folder() / "passport-0001.key");
  EXPECT_EQ(keys().signing(), nullptr);
  rotate(folder(), kUntil);
  EXPECT_EQ(fault_of(signed_now(), kToday), Fault::none);
}

TEST_F(KeysTest, FilesAreTheOwnersAlone) {
  rotate(folder(), kUntil);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder())) {
    struct stat status {};
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u) << entry.path();
    EXPECT_EQ(entry.path().extension(), ".key") << "the backup takes what is named so: " << entry.path();
  }
}

TEST_F(KeysTest, RefusesWhatIsNoKey) {
  rotate(folder(), kUntil);
  for (const char* name : {"passport-0002.key", "retired-passport-0001.key"}) {
    const fs::path file = folder() / name;
    const auto good = home_ / "good";
    fs::copy_file(file, good, fs::copy_options::overwrite_existing);
    std::ofstream(file) << "abcd\n";
    try {
      keys();
      FAIL() << name;
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), HasSubstr(file.string()));
    }
    fs::copy_file(good, file, fs::copy_options::overwrite_existing);
  }
}

}  // namespace
}  // namespace nrmm::passport
