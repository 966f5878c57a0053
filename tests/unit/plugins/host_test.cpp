#include "plugins/host.hpp"

#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "host_harness.hpp"

namespace nrmm::plugins {
namespace {

using Outcome = api::Sent::Outcome;
using namespace std::chrono_literals;

constexpr const char* kHouse = NRMM_SOURCE_DIR "/plugins";
constexpr const char* kBad = NRMM_SOURCE_DIR "/tests/plugins";

// Waits for a condition that another thread brings about.
template <class Holds>
bool wait_until(Holds holds) {
  for (int i = 0; i < 2000 && !holds(); ++i) std::this_thread::sleep_for(5ms);
  return holds();
}

// The channel of demonstrations: a line for every message.
TEST(SmsFile, AppendsALine) {
  HostHarness harness({"sms_file"}, kHouse, NRMM_OBJECTS);
  ASSERT_TRUE(harness.open()) << harness.told();
  harness.start();
  EXPECT_EQ(harness.deliver("sms").outcome, Outcome::sent);
  EXPECT_EQ(harness.deliver("sms").outcome, Outcome::sent);
  std::ifstream file(harness.home / "sms.jsonl");
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  const Json wanted = {{"key", "key"},          {"time", "2026-01-01T00:00:00+08:00"},
                       {"city", "north"},       {"phone", "13900000001"},
                       {"purpose", "register"}, {"code", "123456"},
                       {"text", "验证码"}};
  EXPECT_EQ(parse_json(line), wanted);
  ASSERT_TRUE(std::getline(file, line));
  EXPECT_FALSE(std::getline(file, line));
  const auto mode = std::filesystem::status(harness.home / "sms.jsonl").permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(SmsFile, TriesAgainWhereItCannotWrite) {
  HostHarness harness({"sms_file"}, kHouse, NRMM_OBJECTS);
  ASSERT_TRUE(harness.open());
  harness.start();
  std::filesystem::create_directory(harness.home / "sms.jsonl");
  EXPECT_EQ(harness.deliver("sms").outcome, Outcome::later);
  EXPECT_EQ(harness.running("sms_file")->state(), Running::State::running);
}

// A call that throws leaves open whether the message went; after three in a row the plugin is left alone.
TEST(Degraded, AfterThreeExceptionsInARow) {
  HostHarness harness({"g021_throws"}, kBad, NRMM_BAD_OBJECTS);
  ASSERT_TRUE(harness.open()) << harness.told();
  harness.start();
  const auto plugin = harness.running("g021_throws");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(plugin->state(), Running::State::running);
    EXPECT_EQ(harness.deliver("sms").outcome, Outcome::unknown);
  }
  EXPECT_EQ(plugin->state(), Running::State::degraded);
  EXPECT_FALSE(harness.channel("sms").ready());
  EXPECT_EQ(harness.deliver("sms").outcome, Outcome::later) << "it was not called, so it was not sent";
  EXPECT_TRUE(wait_until([&] { return harness.channel("sms").ready(); })) << "it is never tried again";
}

// A call that hangs costs its caller the limit, once; when it comes back the plugin is well again.
TEST(Degraded, WhileACallHangs) {
  HostHarness harness({"g021_hangs"}, kBad, NRMM_BAD_OBJECTS);
  ASSERT_TRUE(harness.open()) << harness.told();
  harness.start();
  const auto plugin = harness.running("g021_hangs");
  EXPECT_EQ(harness.deliver("sms").outcome, Outcome::unknown);
  EXPECT_EQ(plugin->state(), Running::State::degraded);
  EXPECT_EQ(harness.deliver("sms").outcome, Outcome::later);
  EXPECT_TRUE(wait_until([&] { return plugin->state() == Running::State::running; }));
  EXPECT_NE(plugin->last_error(), "") << "what went wrong stays to be read";
}

// What a plugin registered before its start failed is undone.
TEST(Degraded, AFailedStartLeavesNothing) {
  HostHarness harness({"g020_asks_for_more"}, kBad, NRMM_BAD_OBJECTS);
  ASSERT_TRUE(harness.open());
  harness.start();
  const auto plugin = harness.running("g020_asks_for_more");
  EXPECT_EQ(plugin->state(), Running::State::failed);
  EXPECT_TRUE(plugin->registered().channels.empty());
  EXPECT_FALSE(harness.channel("sms").ready());
}

TEST(Host, NamesThePluginThatIsNotThere) {
  HostHarness harness({"sms_fille", "smoke_limits"}, kHouse, NRMM_OBJECTS);
  EXPECT_FALSE(harness.open());
  EXPECT_EQ(harness.told(),
            "nrmm.yaml:2:3: error G001: unknown plugin `sms_fille` (did you mean `sms_file`?)\n"
            "nrmm.yaml:2:3: error G007: plugin `smoke_limits` is of kind lua and runs in the cities whose "
            "packs name it (plugins/smoke_limits/plugin.yaml:5:7)\n");
}

}  // namespace
}  // namespace nrmm::plugins
