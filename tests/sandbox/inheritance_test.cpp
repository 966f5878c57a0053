// F: a rule file gives functions; a child's file is laid over its parent's (architecture, Lua; pack language
// 3).
#include "script.hpp"

namespace nrmm::lua {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const char* const kParent = R"(
local M = {}
function M.stage(answers) return "parent" end
function M.code(answers, ctx) return "P" end
return M)";

const char* const kChild = R"(
local M, parent = {}, ...
function M.code(answers, ctx) return "child over " .. parent.code(answers, ctx) end
function M.extra() return M.stage() end
return M)";

RuleChain two_levels() {
  return {{{"machine", "cities/base/rules/machine.lua", kParent}},
          {{"machine", "cities/x/rules/machine.lua", kChild}}};
}

TEST(Inheritance, AFunctionMissingInTheChildIsTheParents) {
  Script script(two_levels());
  EXPECT_EQ(script.call("stage").values, std::vector<Json>{"parent"});
}

TEST(Inheritance, TheChildReplacesAndMayCallItsParent) {
  Script script(two_levels());
  EXPECT_EQ(script.call("code").values, std::vector<Json>{"child over P"});
}

TEST(Inheritance, TheChildsOwnTableHasTheInheritedFunctions) {
  Script script(two_levels());
  EXPECT_EQ(script.call("extra").values, std::vector<Json>{"parent"});
}

TEST(Inheritance, ProgramKnowsRulesAritiesAndPlaces) {
  const Script script(two_levels());
  EXPECT_THAT(script.program->rules(), ElementsAre("machine.code", "machine.extra", "machine.stage"));
  EXPECT_TRUE(script.program->has("machine.code"));
  EXPECT_FALSE(script.program->has("machine.cod"));
  EXPECT_EQ(script.program->arity("machine.code"), 2);
  EXPECT_EQ(script.program->arity("machine.extra"), 0);
  EXPECT_EQ(script.program->arity("machine.none"), -1);
  EXPECT_EQ(script.program->source("machine.code").str(), "cities/x/rules/machine.lua:3");
  EXPECT_EQ(script.program->source("machine.stage").str(), "cities/base/rules/machine.lua:3");
}

TEST(Inheritance, ABaseFileHasNoParent) {
  EXPECT_EQ(
      Script(
          "local M, parent = {}, ...\nlocal none = parent == nil\nfunction M.f() return none end\nreturn M")
          .call("f")
          .values,
      std::vector<Json>{true});
}

TEST(Inheritance, ThreeLevelsAndAFileThatGivesItsParentsTable) {
  RuleChain chain = two_levels();
  chain.push_back({{"machine", "cities/x/zone/rules/machine.lua", "return (...)"}});
  Script script(chain);
  EXPECT_EQ(script.call("code").values, std::vector<Json>{"child over P"});
}

TEST(Inheritance, ModulesAreApart) {
  Script script(RuleChain{{{"machine", kFile, kParent},
                           {"site", "cities/x/rules/site.lua", "return {f = function() return 1 end}"}}});
  EXPECT_THAT(script.program->rules(), ElementsAre("machine.code", "machine.stage", "site.f"));
}

TEST(Inheritance, AParentCannotBeChangedByItsChild) {
  Diagnostics problems;
  const RuleChain chain = {{{"machine", "cities/base/rules/machine.lua", kParent}},
                           {{"machine", kFile, "local parent = ...\nparent.code = nil\nreturn parent"}}};
  EXPECT_EQ(Program::compile(chain, problems), nullptr);
  EXPECT_THAT(problems.all().at(0).str(), HasSubstr(kFile + ":2: error P015: this table is read-only"));
}

}  // namespace
}  // namespace nrmm::lua
