#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace nrmm::laboratory {

// A copy of cities/ that a test may write in.
class PackCopy : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(root_);
    std::filesystem::copy(NRMM_SOURCE_DIR "/cities", root_, std::filesystem::copy_options::recursive);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

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
      std::filesystem::path(testing::TempDir()) / ("nrmm_pack_copy_" + std::to_string(::getpid()));
};

}  // namespace nrmm::laboratory
