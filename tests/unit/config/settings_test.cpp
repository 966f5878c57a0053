#include "config/settings.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "config/section.hpp"
#include "config/tables.hpp"
#include "yaml/parse.hpp"

namespace nrmm::config {
namespace {

const Environment kNothing = [](const char*) { return std::nullopt; };

struct Loaded {
  Settings settings;
  std::string reported;
};

Loaded load_text(const std::string& text, const Environment& environment = kNothing) {
  const std::string test =
      testing::UnitTest::GetInstance()->current_test_info()->name();  // others run beside it
  const auto path = std::filesystem::path(testing::TempDir()) / ("nrmm_settings_" + test + ".yaml");
  std::ofstream(path, std::ios::binary) << text;
  Diagnostics diagnostics;
  Settings settings = load(path, environment, diagnostics);
  std::string reported;
  for (const Diagnostic& each : diagnostics.all()) {
    Diagnostic shown = each;
    if (shown.source.file == path) shown.source.file = "nrmm.yaml";
    reported += shown.str() + "\n";
  }
  return {settings, reported};
}

TEST(Settings, DefaultsHoldWithoutAFile) {
  Diagnostics diagnostics;
  const Settings settings = load(std::nullopt, kNothing, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(settings.home, "var");
  EXPECT_EQ(settings.port, 8080);
  EXPECT_EQ(settings.database.acquire_timeout, std::chrono::seconds(3));
  EXPECT_EQ(settings.http.photo_limit, 12u << 20);
  EXPECT_EQ(settings.security.session, std::chrono::hours(24 * 7));
  EXPECT_FALSE(settings.demo);
}

TEST(Settings, TheFileIsRead) {
  const auto [settings, reported] = load_text(
      "port: 9000\ndatabase: { dsn: \"host=db\", pool: 4, acquire_timeout: 500ms }\n"
      "cities: { serve: [a, b], forbid_assumed: true }\nhttp: { body_limit: 512 KiB }\n");
  EXPECT_EQ(reported, "");
  EXPECT_EQ(settings.port, 9000);
  EXPECT_EQ(settings.database.dsn, "host=db");
  EXPECT_EQ(settings.database.pool, 4);
  EXPECT_EQ(settings.database.acquire_timeout, std::chrono::milliseconds(500));
  EXPECT_EQ(settings.cities.serve, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(settings.http.body_limit, 512u << 10);
}

TEST(Settings, TrustedKeysOfPassportsAreRead) {
  const std::string key(42, 'A');
  const auto [settings, reported] =
      load_text("passport:\n  trust:\n    - { city: a, key: " + key +
                "A, until: 2027-12-31 }\n    - { city: b, key: " + key + "A }\n");
  EXPECT_EQ(reported, "");
  ASSERT_EQ(settings.passport.trust.size(), 2u);
  EXPECT_EQ(settings.passport.trust[0].city, "a");
  EXPECT_EQ(settings.passport.trust[0].key, std::string(32, '\0'));
  EXPECT_EQ(settings.passport.trust[0].until, Date::parse("2027-12-31"));
  EXPECT_FALSE(settings.passport.trust[1].until);
}

// X120
TEST(Settings, AWrongTrustedKeyIsReportedWithItsPlace) {
  EXPECT_EQ(
      load_text("passport:\n  trust:\n    - { city: a, key: short }\n    - { city: b }\n").reported,
      "nrmm.yaml:3:23: error P002: `key` is 32 bytes as base64url (as `nrmm passport keys` prints it there)\n"
      "nrmm.yaml:4:7: error P003: `trust` has no `key` (as `nrmm passport keys` prints it there)\n");
}

TEST(Settings, TheEnvironmentWins) {
  const auto [settings, reported] =
      load_text("home: here\nport: 9000\n", [](const char* name) -> std::optional<std::string> {
        return std::string(name) == "NRMM_HOME" ? "/srv/nrmm" : "9001";
      });
  EXPECT_EQ(reported, "");
  EXPECT_EQ(settings.home, "/srv/nrmm");
  EXPECT_EQ(settings.port, 9001);
}

// X120: refuses to start, says where and what, all at once
TEST(Settings, EveryMistakeIsReportedWithItsPlace) {
  EXPECT_EQ(
      load_text("prot: 80\ndatabase:\n  pool: many\n  acquire_timeout: 3\nlog: { level: loud }\n"
                "http: { threads: 0, body_limit: 1 MB }\n")
          .reported,
      "nrmm.yaml:1:1: error P001: unknown key `prot` (did you mean `port`?)\n"
      "nrmm.yaml:3:9: error P002: expected an integer, found the text `many`\n"
      "nrmm.yaml:4:20: error P002: `acquire_timeout` is a time with its unit: 500ms, 3s, 10m, 12h or 7d "
      "(default: 3s)\n"
      "nrmm.yaml:5:15: error P002: `level` is one of debug info warning error, not `loud`\n"
      "nrmm.yaml:6:18: error P002: `threads` is between 1 and 4096 (default: 64)\n"
      "nrmm.yaml:6:33: error P002: `body_limit` is a size with its unit: 512 KiB, 1 MiB (default: 1 MiB)\n");
}

TEST(Settings, AWrongPortInTheEnvironmentIsReported) {
  EXPECT_EQ(load_text("",
                      [](const char* name) -> std::optional<std::string> {
                        return std::string(name) == "NRMM_PORT" ? std::optional<std::string>("80a")
                                                                : std::nullopt;
                      })
                .reported,
            "NRMM_PORT: error P002: expected a port between 1 and 65535, found `80a`\n");
}

TEST(Settings, AFileThatIsNamedMustBeThere) {
  Diagnostics diagnostics;
  load("no/such/nrmm.yaml", kNothing, diagnostics);
  EXPECT_EQ(diagnostics.all().front().str(), "no/such/nrmm.yaml: error P000: cannot be read");
}

std::string file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(Settings, TheSampleFileIsWhatTheTableSays) {
  EXPECT_EQ(file(NRMM_SOURCE_DIR "/config/nrmm.yaml"), sample());
}

TEST(Settings, TheSampleWithItsCommentsTakenAwayIsTheDefault) {
  std::string text;
  std::istringstream lines(sample());
  for (std::string line; std::getline(lines, line);) {
    const bool remark = line.starts_with("# ") && !line.starts_with("#  ");
    if (line.starts_with("#") && !remark) text += line.substr(1) + "\n";
  }
  const auto [settings, reported] = load_text(text);
  EXPECT_EQ(reported, "") << text;
  EXPECT_EQ(settings.security.initial_password, std::chrono::hours(24 * 14));
}

TEST(Settings, EveryKeyIsDescribed) {
  for (const yaml::Key& key : schema().keys) {
    EXPECT_FALSE(key.description.empty()) << key.name;
    if (!key.of) continue;
    for (const yaml::Key& inner : key.of->keys) EXPECT_FALSE(inner.description.empty()) << inner.name;
  }
}

TEST(Units, NeedAUnit) {
  EXPECT_EQ(parse_duration("90s"), std::chrono::seconds(90));
  EXPECT_EQ(parse_duration("2 h"), std::chrono::hours(2));
  for (const char* wrong : {"90", "s", "-1s", "1.5h", "3 weeks", ""})
    EXPECT_FALSE(parse_duration(wrong)) << wrong;
  EXPECT_EQ(parse_size("12 MiB"), 12u << 20);
  for (const char* wrong : {"12", "12MB", "1e9 MiB"}) EXPECT_FALSE(parse_size(wrong)) << wrong;
}

}  // namespace
}  // namespace nrmm::config
