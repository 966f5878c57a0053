// X093: whatever a rule raises, the host gets a short valid text with the author's line.
#include "base/text.hpp"
#include "script.hpp"

namespace nrmm::lua {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Error, TextKeepsItsLine) {
  EXPECT_EQ(run("error('国四机械')").message, kFile + ":3: 国四机械");
  EXPECT_EQ(run("local x = nil\nreturn x.y").message, kFile + ":4: attempt to index a nil value (local 'x')");
  EXPECT_EQ(run("assert(false, 'why')").message, kFile + ":3: why");
}

TEST(Error, ACppErrorInABindingHasTheAuthorsLine) {
  EXPECT_EQ(run("\nreturn text.match('a', '(')").message,
            kFile + ":4: text.match: bad pattern: missing ): (");
  EXPECT_EQ(run("return text.match(answers.x or nil, 'a')").failure, Failure::error);
  EXPECT_EQ(run("return text.match(nil, 'a')").message,
            kFile + ":3: text.match: argument 1 is nil, not a text");
}

class Odd : public testing::TestWithParam<const char*> {};
TEST_P(Odd, BecomesAShortValidMessage) {
  Script script(std::string("local M = {}\nfunction M.f(answers)\n") + GetParam() +
                "\nend\nfunction M.fine() return 1 end\nreturn M");
  const Result result = script.call("f");
  EXPECT_EQ(result.failure, Failure::error);
  EXPECT_FALSE(result.message.empty());
  EXPECT_LE(result.message.size(), 1024U);
  EXPECT_TRUE(valid_utf8(result.message));
  EXPECT_EQ(result.message.find_first_of(std::string("\0\n\r\x1b", 4)), std::string::npos);
  EXPECT_EQ(script.call("fine").values, std::vector<Json>{1});
}
INSTANTIATE_TEST_SUITE_P(
    X093, Odd,
    testing::Values("error({})", "error(nil)", "error()", "error(answers)", "error(error)", "error(true)",
                    "error(42)", "error('a\\0b\\nc\\27')", "error('\\xff\\xfe')",
                    "local s = '国' for i = 1, 19 do s = s .. s end error(s)",
                    "error(setmetatable({}, {__tostring = function() error('again') end}))",
                    "error('deep', 99)", "error('deep', 2)", "error('x', 0)", "local x <close> = {}",
                    "return 1 < 'x'", "return #nil", "return {} .. ''", "return 1 // 0", "return '10' + 1",
                    "return tostring({})", "return tostring(error)", "for i = 1, 10, 0 do end"));

TEST(Error, ATableIsNamedWithItsLine) {
  EXPECT_EQ(run("error({ code = 1 })").message, kFile + ":3: the rule raised a table instead of a message");
}

TEST(Error, PcallGivesTheErrorToTheRule) {
  EXPECT_EQ(run("local ok, why = pcall(error, 'no', 0) return ok, why").values,
            (std::vector<Json>{false, "no"}));
  EXPECT_EQ(run("return pcall(string.sub, 'abc', 2)").values, (std::vector<Json>{true, "bc"}));
}

TEST(Error, AnUnknownRuleIsAnError) {
  Script script("return {}");
  EXPECT_EQ(script.call("none").message, "there is no rule machine.none");
}

}  // namespace
}  // namespace nrmm::lua
