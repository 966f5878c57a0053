#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "cities/loader.hpp"
#include "small_catalogue.hpp"

namespace nrmm::cities {
namespace {

namespace fs = std::filesystem;

const fs::path kPacks = NRMM_SOURCE_DIR "/tests/packs";
const Date kToday = *Date::parse("2025-06-15");

std::vector<std::string> broken_packs() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(kPacks))
    if (entry.is_directory() && entry.path().filename() != "base")
      out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

std::string file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

struct Outcome {
  bool loaded;
  std::string printed;
};

Outcome load(const std::string& id) {
  Diagnostics diagnostics;
  PackFiles files = read_pack_folder(kPacks, id, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  files.chain.back().files.erase("expected.txt");
  const bool loaded = load_pack(files, small_catalogue(), kToday, diagnostics) != nullptr;
  std::ostringstream out;
  diagnostics.print(out);
  return {loaded, out.str()};
}

class BrokenPack : public testing::TestWithParam<std::string> {};

// X096: everything wrong is named with file, line, column, code and hint, all at once.
TEST_P(BrokenPack, IsReportedAsExpected) {
  const auto [loaded, printed] = load(GetParam());
  EXPECT_EQ(printed, file(kPacks / GetParam() / "expected.txt"));
  const bool error = printed.find(": error P") != std::string::npos;
  EXPECT_EQ(loaded, !error);
}

// A case that its own code is not among would prove nothing.
TEST_P(BrokenPack, IsReportedUnderItsCode) {
  const std::string code = "P" + GetParam().substr(1, 3) + ":";
  EXPECT_NE(file(kPacks / GetParam() / "expected.txt").find(code), std::string::npos) << code;
}

INSTANTIATE_TEST_SUITE_P(Packs, BrokenPack, testing::ValuesIn(broken_packs()),
                         [](const auto& pack) { return pack.param; });

TEST(SoundPack, LoadsWithoutAWord) {
  Diagnostics diagnostics;
  const PackFiles files = read_pack_folder(kPacks, "base", diagnostics);
  const auto pack = load_pack(files, small_catalogue(), *Date::parse("2025-06-01"), diagnostics);
  std::ostringstream out;
  diagnostics.print(out);
  EXPECT_EQ(out.str(), "");
  EXPECT_TRUE(pack);
}

}  // namespace
}  // namespace nrmm::cities
