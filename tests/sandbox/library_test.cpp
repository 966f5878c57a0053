#include <gtest/gtest.h>

#include "lua/pool.hpp"

namespace nrmm::lua {
namespace {

// A plugin's rules as a library of the pack's.
PluginSource scales(const std::string& body, Json settings = {{"factor", 3}, {"steps", {1, 2}}}) {
  return {{"scales", "plugins/scales/init.lua", "local M, settings = {}, ...\n" + body + "\nreturn M"},
          std::move(settings),
          {"weigh"}};
}

RuleChain rules(const std::string& body) {
  return {{{"machine", "cities/town/rules/machine.lua", "local M = {}\n" + body + "\nreturn M"}}};
}

struct Told {
  std::shared_ptr<const Program> program;
  std::string text;
};

Told compiled(const RuleChain& chain, const std::vector<PluginSource>& plugins) {
  Diagnostics diagnostics;
  Told out{Program::compile(chain, diagnostics, {}, plugins), {}};
  for (const Diagnostic& each : diagnostics.all()) out.text += each.str() + "\n";
  return out;
}

constexpr const char* kWeigh = "function M.weigh(n) return n * settings.factor, settings.steps[2] end";
constexpr const char* kUse = "function M.heavy(answers) return scales.weigh(answers.weight) end";

TEST(Library, IsCalledByRulesWithThePacksSettings) {
  const auto [program, text] = compiled(rules(kUse), {scales(kWeigh)});
  ASSERT_TRUE(program) << text;
  Pool pool(program);
  const Json answers = {{"weight", 7}}, none = Json::object();
  const Result result = pool.call("machine.heavy", Input{answers}, Input{none});
  EXPECT_EQ(result.values, (std::vector<Json>{21, 2})) << result.message;
}

TEST(Library, IsCalledByItselfWithAnyArguments) {
  const auto [program, text] = compiled({}, {scales(kWeigh, {{"factor", 2}, {"steps", Json::array()}})});
  ASSERT_TRUE(program) << text;
  const Result result = Pool(program).call("scales.weigh", std::vector<Json>{4.5});
  ASSERT_TRUE(result.ok()) << result.message;
  EXPECT_EQ(result.values.front(), 9.0);
}

// X091: a rule that uses what no plugin gives is told at its line, before it runs.
TEST(Library, OffersOnlyWhatItProvides) {
  const char* misspelt = "function M.heavy(answers) return scales.wiegh(answers.weight) end";
  EXPECT_EQ(compiled(rules(misspelt), {scales(kWeigh)}).text,
            "cities/town/rules/machine.lua:2: error P004: plugin scales provides no function `wiegh` "
            "(did you mean `weigh`?)\n");
  EXPECT_NE(compiled(rules(kUse), {}).text.find("machine.lua:2: error P004: scales is not available"),
            std::string::npos);
}

// A plugin's rules have the names of packs' rules, and no other plugin's.
TEST(Library, LivesInTheSameSandbox) {
  EXPECT_NE(compiled({}, {scales("function M.weigh() return os.time() end")})
                .text.find("plugins/scales/init.lua:2: error P004: os is not available in rules"),
            std::string::npos);
  PluginSource other = scales("function M.weigh() return scales.weigh(1) end");
  other.rules.module = "others";
  EXPECT_NE(compiled({}, {scales(kWeigh), other}).text.find("P004: scales is not available"),
            std::string::npos);
}

// X091, X094: settings and functions cannot be changed, and nothing is kept from one call to the next.
TEST(Library, KeepsNothingAndCannotBeChanged) {
  const char* counting = "local n = 0\nfunction M.weigh() n = n + 1 return n end";
  const auto [program, text] = compiled(rules(kUse), {scales(counting)});
  ASSERT_TRUE(program) << text;
  Pool pool(program);
  const Json none = {{"weight", 1}};
  for (int i = 0; i < 2; ++i) {
    const Result result = pool.call("machine.heavy", Input{none}, Input{none});
    EXPECT_NE(result.message.find("changed \"n\" of its file"), std::string::npos) << result.message;
  }
  const char* spoiling = "function M.heavy() scales.weigh = nil end";
  const auto spoilt = compiled(rules(spoiling), {scales(kWeigh)});
  ASSERT_TRUE(spoilt.program) << spoilt.text;
  EXPECT_NE(Pool(spoilt.program).call("machine.heavy", Input{none}, Input{none}).message.find("read-only"),
            std::string::npos);
  const char* resetting = "function M.weigh() settings.factor = 1 end";
  const auto reset = compiled(rules(kUse), {scales(resetting)});
  ASSERT_TRUE(reset.program) << reset.text;
  EXPECT_NE(Pool(reset.program).call("machine.heavy", Input{none}, Input{none}).message.find("read-only"),
            std::string::npos);
}

}  // namespace
}  // namespace nrmm::lua
