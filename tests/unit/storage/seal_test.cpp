#include "storage/seal.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace nrmm::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPhone = "13800138000";
constexpr const char* kPlace = "xx/account.phone";

// Personal values in rest: I12, X112.
class SealTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = fs::temp_directory_path() / "nrmm-seal-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    home_ = name;
  }
  void TearDown() override { fs::remove_all(home_); }

  fs::path keys() const { return home_ / "keys"; }
  std::string refusal() const {
    try {
      Seal::open(keys(), false);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  }
  void write_key(const std::string& name, char digit, mode_t mode = 0600) const {
    std::ofstream(keys() / name) << std::string(64, digit) << '\n';
    chmod((keys() / name).c_str(), mode);
  }

  fs::path home_;
};

TEST_F(SealTest, OpensWhatItSealedAndHidesIt) {
  const auto seal = Seal::open(keys(), true);
  const std::string sealed = seal->seal(kPhone, kPlace);
  EXPECT_THAT(sealed, Not(HasSubstr("138001")));
  EXPECT_EQ(seal->open(sealed, kPlace), kPhone);
  EXPECT_NE(seal->seal(kPhone, kPlace), sealed) << "equal values must not look equal";
}

TEST_F(SealTest, KeepsEmptyAndBinaryValues) {
  const auto seal = Seal::open(keys(), true);
  for (const std::string& value : {std::string(), std::string("a\0b", 3), std::string(5000, '\xff')})
    EXPECT_EQ(seal->open(seal->seal(value, kPlace), kPlace), value);
}

TEST_F(SealTest, DoesNotOpenInAnotherPlaceOrAltered) {
  const auto seal = Seal::open(keys(), true);
  std::string sealed = seal->seal(kPhone, kPlace);
  EXPECT_THROW(seal->open(sealed, "yy/account.phone"), std::runtime_error);
  sealed[sealed.size() / 2] = sealed[sealed.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_THROW(seal->open(sealed, kPlace), std::runtime_error);
  for (const char* text : {"", "s1.", "s1.0001", "s1.0001.", "s1.0001.AAAA", "s1.9999.AAAA", kPhone})
    EXPECT_THROW(seal->open(text, kPlace), std::runtime_error) << text;
}

TEST_F(SealTest, KnowsASealedValue) {
  const auto seal = Seal::open(keys(), true);
  EXPECT_TRUE(seal->is_sealed(seal->seal("", kPlace)));
  for (const char* text : {"", kPhone, "s1.0001.AAAA", "s1..AAAA"})
    EXPECT_FALSE(seal->is_sealed(text)) << text;
}

TEST_F(SealTest, MacIsEqualForEqualValuesInOnePlaceOnly) {
  const auto seal = Seal::open(keys(), true);
  const std::string mac = seal->mac(kPhone, kPlace);
  EXPECT_EQ(Seal::open(keys(), false)->mac(kPhone, kPlace), mac);
  EXPECT_NE(seal->mac("13800138001", kPlace), mac);
  EXPECT_NE(seal->mac(kPhone, "yy/account.phone"), mac);
  EXPECT_NE(seal->mac("b", "a"), seal->mac("", "ab"));
  EXPECT_EQ(mac.size(), 64u);
}

TEST_F(SealTest, NewestKeySealsOlderOnesStillOpen) {
  const std::string old = Seal::open(keys(), true)->seal(kPhone, kPlace);
  write_key("seal-0002.key", '7');
  const auto seal = Seal::open(keys(), false);
  EXPECT_EQ(seal->open(old, kPlace), kPhone);
  EXPECT_THAT(seal->seal(kPhone, kPlace), HasSubstr("s1.0002."));
}

TEST_F(SealTest, FilesAreTheOwnersAlone) {
  Seal::open(keys(), true);
  struct stat status {};
  ASSERT_EQ(stat(keys().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  for (const fs::directory_entry& entry : fs::directory_iterator(keys())) {
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u) << entry.path();
  }
}

TEST_F(SealTest, RefusesWhatOthersMayReadOrIsNoKey) {
  EXPECT_THAT(refusal(), HasSubstr("no such folder"));
  Seal::open(keys(), true);
  chmod((keys() / "mac.key").c_str(), 0640);
  EXPECT_THAT(refusal(), HasSubstr("others may read it"));
  write_key("mac.key", '1');
  write_key("seal-0002.key", 'x');
  EXPECT_THAT(refusal(), HasSubstr("64 hexadecimal digits"));
  fs::remove(keys() / "seal-0002.key");
  chmod(keys().c_str(), 0755);
  EXPECT_THAT(refusal(), HasSubstr("others may read it"));
}

TEST_F(SealTest, DoesNotReplaceALostKey) {
  Seal::open(keys(), true);
  fs::remove(keys() / "seal-0001.key");
  EXPECT_THROW(Seal::open(keys(), true), std::runtime_error);
}

TEST_F(SealTest, ServersThatStartTogetherAgreeOnTheKeys) {
  std::vector<std::string> macs(8);
  std::vector<std::thread> threads;
  for (std::string& mac : macs)
    threads.emplace_back([&] { mac = Seal::open(keys(), true)->mac(kPhone, kPlace); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::string>(macs.begin(), macs.end()).size(), 1u);
}

}  // namespace
}  // namespace nrmm::storage
