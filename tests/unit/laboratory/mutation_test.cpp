// The five packs hold what their regulations say: a slip in any of them is refused by the check or fails a
// test.
#include "laboratory/mutation.hpp"

#include <filesystem>
#include <sstream>

#include <gtest/gtest.h>

#include "cities/standard_catalogue.hpp"
#include "laboratory/examination.hpp"

namespace nrmm::laboratory {
namespace {

namespace fs = std::filesystem;

const fs::path kCities = NRMM_SOURCE_DIR "/cities";
const Date kToday = *Date::parse("2026-06-15");
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kSample = 15;  // ten times as slow
#else
constexpr std::size_t kSample = 150;  // of some thousands; `nrmm pack mutate` without --sample does them all
#endif
constexpr std::uint64_t kSeed = 20250328;

cities::PackFiles files_of(const std::string& id) {
  Diagnostics diagnostics;
  return cities::read_pack_folder(kCities, id, diagnostics);
}

MutationRun sampled(const std::string& id, std::size_t sample, std::uint64_t seed) {
  return run_mutants(files_of(id), cities::standard_catalogue(), kToday, {sample, seed, 2});
}

std::string printed(const MutationRun& run) {
  std::ostringstream out;
  run.print(out);
  return out.str();
}

class GuardedCity : public testing::TestWithParam<const char*> {};

// X096
TEST_P(GuardedCity, IsGuardedAgainstSlips) {
  const MutationRun run = sampled(GetParam(), kSample, kSeed);
  EXPECT_EQ(run.total().all() + run.no_change, kSample);
  EXPECT_TRUE(run.survivors.empty()) << printed(run);
}

INSTANTIATE_TEST_SUITE_P(Packs, GuardedCity,
                         testing::Values("national", "tianjin", "linfen", "liaocheng", "chongqing"),
                         [](const auto& city) { return std::string(city.param); });

TEST(Mutation, DrawsTheSameForTheSameSeed) {
  EXPECT_EQ(sampled("linfen", 10, 7).to_json(), sampled("linfen", 10, 7).to_json());
  EXPECT_NE(sampled("linfen", 10, 7).to_json(), sampled("linfen", 10, 8).to_json());
}

// Without its tests a pack is guarded by the check alone, and each mutant that gets by has its place.
TEST(Mutation, ShowsWhatNoTestWouldNotice) {
  cities::PackFiles files = files_of("linfen");
  std::erase_if(files.chain.back().files, [](const auto& file) { return file.first.starts_with("tests/"); });
  const MutationRun run = run_mutants(files, cities::standard_catalogue(), kToday, {60, kSeed, 2});
  ASSERT_FALSE(run.survivors.empty());
  EXPECT_EQ(run.total().by_test, 0u);
  EXPECT_EQ(run.survivors.size(), run.total().survived);
  for (const Mutant& mutant : run.survivors) {
    EXPECT_TRUE(mutant.source.file.starts_with("cities/linfen/")) << mutant.source.str();
    EXPECT_GT(mutant.source.line, 0);
    EXPECT_NE(mutant.text(), files.chain.back().files.at(mutant.path));
  }
}

// A text that repeats the parent's can go without a change: that is no slip, so none is said to get by.
TEST(Mutation, CountsNoSlipWhereOnlyTheParentIsRepeated) {
  cities::PackFiles files = files_of("linfen");
  files.chain.back().id = "some";
  files.chain.back().files = {
      {"pack.yaml",
       "id: some\nname: 某市\nadcode: \"999900\"\ninherits: national\napi: 1\neffective: { from: 2025-01-01 "
       "}\nbasis: 市规 第一条\nsources: { 市规: 《某市规定》 }\n"},
      {"districts.yaml",
       "\"999901\": { code: \"01\", province: \"N\", name: 某区, office: { name: 某局, phone: \"1\" }, "
       "basis: "
       "市规 第一条 }\n"},
      {"messages/zh.yaml", "error.required: \"请填写{label}。\"\n"},
  };
  const MutationRun run = run_mutants(files, cities::standard_catalogue(), kToday, {0, kSeed, 2});
  EXPECT_EQ(run.no_change, 1u) << printed(run);
  for (const Mutant& mutant : run.survivors)
    EXPECT_NE(mutant.kind + " " + mutant.name, "removed definition error.required");
}

std::vector<std::string> lua_changes(const std::string& text) {
  std::vector<Mutant> mutants;
  lua_mutants("rules/some.lua", "cities/some/rules/some.lua", text, mutants);
  std::vector<std::string> out;
  for (const Mutant& mutant : mutants) out.push_back(mutant.text());
  return out;
}

// Lua has more ways to write a text than one; what stands in it is no code.
TEST(Mutation, ReadsEveryTextOfARule) {
  EXPECT_EQ(lua_changes("x = '\"'"), std::vector<std::string>{"x = '\"x'"});
  EXPECT_EQ(lua_changes("x = \"a\\\"b\""), std::vector<std::string>{"x = \"a\\\"bx\""});
  EXPECT_EQ(lua_changes("x = [[a == \"b]]\n--[[ not\n== ]] "), std::vector<std::string>{});
}

TEST(Mutation, TellsNothingOfAPackThatFails) {
  cities::PackFiles files = files_of("linfen");
  files.chain.back().files.at("policies.yaml") += "no.such.policy: { value: 1 }\n";
  EXPECT_THROW(run_mutants(files, cities::standard_catalogue(), kToday, {}), std::runtime_error);
  files = files_of("linfen");
  std::string& form = files.chain.back().files.at("forms/machine.yaml");
  const std::string power = "      label: 功率\n";
  ASSERT_NE(form.find(power), std::string::npos);
  form.insert(form.find(power) + power.size(), "      max: many\n");
  EXPECT_THROW(run_mutants(files, cities::standard_catalogue(), kToday, {}), std::runtime_error);
}

}  // namespace
}  // namespace nrmm::laboratory
