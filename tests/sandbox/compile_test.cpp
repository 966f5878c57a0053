// What is wrong with a rule file is said with file, line and code, all files at once (X096, rule 4).
#include "script.hpp"

namespace nrmm::lua {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

TEST(Compile, SyntaxErrorHasItsLine) {
  EXPECT_THAT(problems_of("local M = {}\nfunction M.f(\nreturn M"),
              ElementsAre(StartsWith(kFile + ":3: error P000: ")));
}

TEST(Compile, EveryBrokenFileIsReported) {
  Diagnostics problems;
  Program::compile({{{"a", "rules/a.lua", "local = 1"}, {"b", "rules/b.lua", "x x"}}}, problems);
  EXPECT_EQ(problems.errors(), 2U);
}

TEST(Compile, AFileMustReturnFunctions) {
  EXPECT_THAT(problems_of("local M = {}"), ElementsAre(HasSubstr("return M")));
  EXPECT_THAT(problems_of("return { limit = 5 }"), ElementsAre(HasSubstr("limit, which is a number")));
  EXPECT_THAT(problems_of("return { function() end }"), ElementsAre(HasSubstr("without a name")));
}

TEST(Compile, AFileThatFailsOrLoopsWhileItRunsIsReported) {
  EXPECT_THAT(problems_of("local M = {}\nerror('no')\nreturn M"), ElementsAre(kFile + ":2: error P015: no"));
  EXPECT_THAT(problems_of("while true do end"), ElementsAre(HasSubstr("took longer than 200 ms")));
}

TEST(Compile, BytecodeIsRefusedAsSource) {  // X091
  EXPECT_THAT(problems_of(std::string("\x1bLua\x54\x00", 6)), ElementsAre(HasSubstr("P000")));
}

TEST(Compile, GbkIsRefusedAndAByteOrderMarkIsNot) {
  EXPECT_THAT(problems_of("-- \xB9\xFA\xCB\xC4\nreturn {}"), ElementsAre(HasSubstr("not UTF-8")));
  EXPECT_EQ(Script("\xEF\xBB\xBFreturn { f = function() return 1 end }").call("f").values,
            std::vector<Json>{1});
}

TEST(Compile, DeepNestingEndsInAnError) {
  EXPECT_THAT(problems_of("return " + std::string(100'000, '{')), ElementsAre(HasSubstr("P000")));
  EXPECT_THAT(problems_of("return " + std::string(100'000, '(')), ElementsAre(HasSubstr("P000")));
}

TEST(Compile, ALongPathStillNamesItsFile) {
  const std::string file = "cities/" + std::string(80, 'x') + "/rules/machine.lua";
  Diagnostics problems;
  Program::compile({{{"machine", file, "local = 1"}}}, problems);
  EXPECT_EQ(problems.all().at(0).source, (Source{file, 1, 0}));
}

}  // namespace
}  // namespace nrmm::lua
