// What authors rely on: tests/plugins/api-1.txt has every name of level 1. One that vanishes or changes
// breaks plugins that are built or written; then the level is raised. NRMM_UPDATE=1 adds what is new.

#ifdef __SANITIZE_ADDRESS__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // g++ 12 warns falsely inside <regex>
#endif

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "api/descriptor.h"
#include "cities/plugin_manifest.hpp"
#include "lua/binding.hpp"
#include "plugins/reference.hpp"

namespace nrmm::plugins {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string one_blank(std::string text) {
  text = std::regex_replace(text, std::regex(R"(//[^\n]*|/\*[^*]*\*/)"), " ");
  text = std::regex_replace(text, std::regex(R"(\s+)"), " ");
  const auto begin = text.find_first_not_of(' '), end = text.find_last_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

// Of a header: each virtual function with its signature, each member of a struct with its type, each alias.
void add_header(const fs::path& path, std::set<std::string>& out) {
  std::string text = std::regex_replace(text_of(path), std::regex(R"(//[^\n]*)"), "");
  std::string type;
  std::istringstream lines(text);
  std::string statement;
  static const std::regex kType(R"((?:class|struct) (\w+)[^;]*\{)");
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (std::regex_search(line, found, kType)) {
      type = found[1];
      out.insert("c++ " + type);
      statement.clear();
      continue;
    }
    if (line.starts_with("#")) continue;
    statement += line + "\n";
    if (line.find_first_of(";{}") == std::string::npos) continue;
    const std::string whole = one_blank(statement);
    statement.clear();
    if (whole.starts_with("virtual ") && whole.find('~') == std::string::npos) {
      const std::size_t end = std::min(whole.find(" = 0"), whole.find(" {"));
      out.insert("c++ " + type + ": " + whole.substr(0, end));
    } else if (whole.starts_with("using ")) {
      out.insert("c++ " + whole);
    } else if (std::regex_match(whole, std::regex(R"([\w:<>,*& ()]+ \w+(\{\}| = [^;]+)?;)")) &&
               !whole.starts_with("return")) {
      out.insert("c++ " + type + ": " + whole.substr(0, std::min(whole.find_first_of("{=;"), whole.size())));
    }
  }
}

std::set<std::string> promised_now() {
  std::set<std::string> out;
  for (const std::string& each : promised_names()) out.insert(each);
  for (const auto& entry : fs::directory_iterator(NRMM_SOURCE_DIR "/kernel/api"))
    add_header(entry.path(), out);
  return out;
}

std::set<std::string> stored(const fs::path& path) {
  std::set<std::string> out;
  std::istringstream lines(text_of(path));
  for (std::string line; std::getline(lines, line);)
    if (!line.empty() && !line.starts_with("#")) out.insert(line);
  return out;
}

const fs::path kStored = NRMM_SOURCE_DIR "/tests/plugins/api-" + std::to_string(NRMM_PLUGIN_API) + ".txt";

bool updating() { return std::getenv("NRMM_UPDATE") != nullptr; }

TEST(ApiLevel, NothingOfItVanishes) {
  const auto now = promised_now();
  for (const std::string& each : stored(kStored))
    EXPECT_TRUE(now.contains(each))
        << each << "\nis of api level " << NRMM_PLUGIN_API
        << " and gone or changed: put it back, or raise NRMM_PLUGIN_API and kPluginApi";
}

TEST(ApiLevel, WhatIsNewIsWrittenDown) {
  auto all = stored(kStored);
  const auto now = promised_now();
  if (updating()) {
    all.insert(now.begin(), now.end());
    std::ofstream out(kStored);
    out << "# What plugins of api level " << NRMM_PLUGIN_API
        << " may rely on. Lines are added, never taken away.\n";
    for (const std::string& each : all) out << each << "\n";
  }
  for (const std::string& each : now)
    EXPECT_TRUE(all.contains(each)) << each << "\nis new: run this test with NRMM_UPDATE=1";
  EXPECT_GT(now.size(), 100u) << "the headers are not read any more";
}

TEST(ApiLevel, ManifestsAndObjectsHaveTheSame) { EXPECT_EQ(cities::kPluginApi, NRMM_PLUGIN_API); }

// Pages and stubs are what the tables say.
class Made : public testing::TestWithParam<std::pair<const char*, std::string (*)()>> {};

TEST_P(Made, IsUpToDate) {
  const auto& [file, made] = GetParam();
  const fs::path path = fs::path(NRMM_SOURCE_DIR) / "docs/plugin-author" / file;
  if (updating()) std::ofstream(path) << made();
  EXPECT_EQ(text_of(path), made()) << "run this test with NRMM_UPDATE=1";
}

INSTANTIATE_TEST_SUITE_P(Files, Made,
                         testing::Values(std::pair{"reference.md", &reference},
                                         std::pair{"rules.d.lua", &lua::editor_stubs}),
                         [](const auto& each) {
                           return std::string(each.index == 0 ? "reference" : "stubs");
                         });

}  // namespace
}  // namespace nrmm::plugins
