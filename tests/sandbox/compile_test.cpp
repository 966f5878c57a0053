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

TEST(Compile, TheGlobalsCannotBeReplaced) {  // X091
  EXPECT_THAT(problems_of("local M = {}\n\nlocal _ENV <const> = 1\nreturn M"),
              ElementsAre(kFile + ":3: error P000: _ENV is not available in rules"));
}

TEST(Compile, DeepNestingEndsInAnError) {
  EXPECT_THAT(problems_of("return " + std::string(100'000, '{')), ElementsAre(HasSubstr("P000")));
  EXPECT_THAT(problems_of("return " + std::string(100'000, '(')), ElementsAre(HasSubstr("P000")));
}

TEST(Compile, NamesThatTheSandboxLacksAreReportedAtOnce) {  // X091
  EXPECT_THAT(
      problems_of("local M = {}\n"
                  "function M.f(answers)\n"
                  "  total = 1\n"
                  "  local function inner() return os.time(), text.matches('a', 'b') end\n"
                  "\n\n"
                  "  if answers.x then return string.rep('x', 3) end\n"
                  "  return ipairs, text.match, fine\n"
                  "end\n"
                  "return M"),
      testing::UnorderedElementsAre(
          kFile + ":3: error P004: total is not a local; rules have no globals (write `local`)",
          kFile + ":4: error P004: os is not available in rules; the date of the case is ctx.date",
          kFile + ":4: error P004: text.matches is not available in rules; did you mean match?",
          kFile +
              ":7: error P004: string.rep is not available in rules; build texts with .. and table.concat",
          kFile + ":8: error P004: fine is not available in rules"));
}

TEST(Compile, NamesAreFoundInLongFiles) {
  std::string text = "local M = {}\n";
  for (int i = 0; i < 500; ++i)
    text += "function M.f" + std::to_string(i) + "() return " + std::to_string(i) + " end\n\n";
  text +=
      std::string(300, '\n') + "function M.last()" + std::string(200, '\n') + "return nothing end\nreturn M";
  EXPECT_THAT(problems_of(text), ElementsAre(StartsWith(kFile + ":1502: error P004: nothing")));
}

TEST(Compile, ALongPathStillNamesItsFile) {
  const std::string file = "cities/" + std::string(80, 'x') + "/rules/machine.lua";
  Diagnostics problems;
  Program::compile({{{"machine", file, "local = 1"}}}, problems);
  EXPECT_EQ(problems.all().at(0).source, (Source{file, 1, 0}));
}

}  // namespace
}  // namespace nrmm::lua
