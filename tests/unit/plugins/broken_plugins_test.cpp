#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "api/descriptor.h"
#include "cities/loader.hpp"
#include "cities/plugin_files.hpp"
#include "cities/standard_catalogue.hpp"
#include "host_harness.hpp"
#include "plugins/shelf.hpp"

namespace nrmm::plugins {
namespace {

namespace fs = std::filesystem;

const fs::path kPlugins = NRMM_SOURCE_DIR "/tests/plugins";

std::vector<std::string> broken_plugins() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(kPlugins))
    if (entry.path().filename().string().starts_with("g")) out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string with_compiler(std::string text) {
  const std::string_view mark = "COMPILER";
  if (const auto at = text.find(mark); at != std::string::npos)
    text.replace(at, mark.size(), NRMM_PLUGIN_COMPILER);
  return text;
}

// One of kind cpp, loaded, started and given a message, as a server would.
std::string told_of_object(const std::string& name) {
  HostHarness harness({name}, kPlugins, NRMM_BAD_OBJECTS);
  if (!harness.open()) return harness.told();
  harness.start();
  const auto plugin = harness.running(name);
  if (plugin->state() != Running::State::failed) harness.deliver("sms");
  return plugin->last_error() + "\n";
}

// The plugin by itself; with a folder `pack`, as that pack names it. Only what concerns plugins is printed:
// the packs are as small as can be and lack the rest.
std::string told_of(const std::string& name) {
  Diagnostics diagnostics;
  const fs::path pack = kPlugins / name / "pack";
  if (fs::exists(kPlugins / name / (name + ".cpp")) || name == "g015_not_there") return told_of_object(name);
  if (!fs::exists(pack)) {
    diagnostics = examine(kPlugins / name).diagnostics;
  } else {
    auto files = cities::read_pack_folder(NRMM_SOURCE_DIR "/tests/packs", "base", diagnostics);
    files.chain.push_back({name, {}});
    for (const auto& entry : fs::recursive_directory_iterator(pack))
      if (entry.is_regular_file())
        files.chain.back().files[entry.path().lexically_relative(pack)] = text_of(entry.path());
    cities::take_plugins(files, kPlugins, diagnostics);
    if (!diagnostics.has_errors())
      cities::load_pack(files, cities::standard_catalogue(), *Date::parse("2025-06-15"), diagnostics);
  }
  std::string out;
  for (const Diagnostic& each : diagnostics.all())
    if (each.code.starts_with("G")) out += each.str() + "\n";
  return out;
}

class BrokenPlugin : public testing::TestWithParam<std::string> {};

// Everything wrong is named with file, line, column, code and hint; where two sides do not fit, both.
TEST_P(BrokenPlugin, IsReportedAsExpected) {
  EXPECT_EQ(told_of(GetParam()), with_compiler(text_of(kPlugins / GetParam() / "expected.txt")));
}

TEST_P(BrokenPlugin, IsReportedUnderItsCode) {
  const std::string code = " G" + GetParam().substr(1, 3) + ":";
  EXPECT_NE(text_of(kPlugins / GetParam() / "expected.txt").find(code), std::string::npos) << code;
}

INSTANTIATE_TEST_SUITE_P(Plugins, BrokenPlugin, testing::ValuesIn(broken_plugins()),
                         [](const auto& plugin) { return plugin.param; });

TEST(SoundPlugin, IsReadWithoutAWord) {
  const auto examination = examine(kPlugins / "base");
  EXPECT_TRUE(examination.diagnostics.all().empty());
  ASSERT_TRUE(examination.manifest);
  EXPECT_EQ(examination.manifest->version, "1.0.0");
  ASSERT_TRUE(examination.manifest->function("twice"));
  EXPECT_EQ(examination.manifest->setting("least")->type, "number");
}

// Every plugin of the house, its tests included.
TEST(HousePlugins, AreSound) {
  for (const std::string& name : cities::plugins_in(NRMM_SOURCE_DIR "/plugins")) {
    const Examination plugin = examine(fs::path(NRMM_SOURCE_DIR "/plugins") / name);
    std::ostringstream told;
    plugin.print(told);
    EXPECT_TRUE(plugin.passed()) << told.str();
  }
}

}  // namespace
}  // namespace nrmm::plugins
