#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace nrmm::laboratory {

// A copy of cities/ that a test may write in, with the plugins beside it.
class PackCopy : public testing::Test {
 protected:
  void SetUp() override {
    constexpr auto kWhole = std::filesystem::copy_options::recursive;
    std::filesystem::remove_all(root_.parent_path());
    std::filesystem::create_directories(root_.parent_path());
    std::filesystem::copy(NRMM_SOURCE_DIR "/cities", root_, kWhole);
    std::filesystem::copy(NRMM_SOURCE_DIR "/plugins", root_.parent_path() / "plugins", kWhole);
  }
  void TearDown() override { std::filesystem::remove_all(root_.parent_path()); }

  std::string text(const std::string& path) const {
    std::ifstream stream(root_ / path, std::ios::binary);
    std::ostringstream out;
    out << stream.rdbuf();
    return out.str();
  }
  void write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }

  std::filesystem::path root_ =
      std::filesystem::path(testing::TempDir()) / ("nrmm_pack_copy_" + std::to_string(::getpid())) / "cities";
};

}  // namespace nrmm::laboratory
