// The pages that are written from the code's tables are what the code says.
#ifdef __SANITIZE_ADDRESS__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // g++ 12 warns falsely inside <regex>
#endif

#include "laboratory/reference.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "cities/diagnostic_codes.hpp"

namespace nrmm::laboratory {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = NRMM_SOURCE_DIR;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream out;
  out << stream.rdbuf();
  return out.str();
}

void expect_page(const char* name, const std::string& text) {
  const fs::path page = kRoot / "docs/pack-author" / name;
  if (std::getenv("NRMM_UPDATE")) std::ofstream(page, std::ios::binary) << text;
  EXPECT_EQ(text_of(page), text) << "`nrmm pack reference` in the checkout writes it anew";
}

TEST(Reference, IsWhatTheTablesSay) { expect_page("reference.md", reference_page()); }

TEST(Reference, OfDiagnosticsIsWhatTheBrokenPacksEarn) {
  expect_page("diagnostics.md", diagnostics_page(kRoot / "tests"));
}

// X096: what is said of packs is shown by one that earns it.
TEST(Reference, HasABrokenPackForEveryCode) {
  const std::string page = diagnostics_page(kRoot / "tests");
  for (const auto& row : cities::diagnostic_codes()) {
    const std::string code(row.code);
    if (code.front() != 'P') continue;
    const std::string section = page.substr(page.find("\n## " + code + "\n") + 1);
    EXPECT_NE(section.substr(0, section.find("\n## ")).find(" " + code + ": "), std::string::npos) << code;
  }
}

// Every code that the kernel can say is in the table, and the other way round.
TEST(Reference, KnowsEveryCodeOfTheKernel) {
  std::set<std::string> said, listed;
  const std::regex code("\"([PG]0\\d\\d)\"");
  for (const auto& each : fs::recursive_directory_iterator(kRoot / "kernel")) {
    if (!each.is_regular_file() || each.path().filename() == "diagnostic_codes.cpp") continue;
    const std::string text = text_of(each.path());
    for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at) said.insert((*at)[1]);
  }
  for (const auto& row : cities::diagnostic_codes()) listed.emplace(row.code);
  EXPECT_EQ(said, listed);
}

}  // namespace
}  // namespace nrmm::laboratory
