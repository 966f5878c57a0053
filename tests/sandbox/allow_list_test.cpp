// X091, X092: only the listed names exist, and nothing that is there can be changed.
#include "lua/binding.hpp"
#include "script.hpp"

namespace nrmm::lua {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A function with so many constants that the check of names at compile time (compile_test) does not see what
// follows: the sandbox itself has to refuse it.
Result run_unchecked(const std::string& statements) {
  std::string many = "local many = {";
  for (int i = 0; i < 300; ++i) many += "'c" + std::to_string(i) + "', ";
  return run(many + "}; " + statements);
}

class Absent : public testing::TestWithParam<const char*> {};
TEST_P(Absent, IsAnErrorAtTheAuthorsLine) {
  const Result result = run_unchecked(std::string("local x = ") + GetParam() + " return 1");
  EXPECT_EQ(result.failure, Failure::error);
  EXPECT_THAT(result.message, StartsWith(kFile + ":3: " + GetParam() + " is not available in rules"));
}
INSTANTIATE_TEST_SUITE_P(X091, Absent,
                         testing::Values("os", "io", "package", "debug", "coroutine", "require", "load",
                                         "loadstring", "loadfile", "dofile", "rawget", "rawset", "rawequal",
                                         "rawlen", "next", "collectgarbage", "xpcall", "print", "_G",
                                         "_VERSION", "math.random", "math.randomseed", "string.find",
                                         "string.match", "string.gmatch", "string.gsub", "string.rep",
                                         "string.format", "string.dump", "string.pack", "table.move",
                                         "table.sort", "utf8.charpattern", "no_such_name"));

class Changing : public testing::TestWithParam<const char*> {};
TEST_P(Changing, IsAnErrorAtTheAuthorsLine) {
  const Result result = run_unchecked(GetParam());
  EXPECT_EQ(result.failure, Failure::error);
  EXPECT_THAT(result.message, StartsWith(kFile + ":3: "));
}
INSTANTIATE_TEST_SUITE_P(X091, Changing,
                         testing::Values("x = 1", "ipairs = nil", "string.len = nil",
                                         "math.floor = function() end", "os.x = 1", "table.insert(string, 1)",
                                         "setmetatable(table, {})", "('x').y = 1", "setmetatable('x', {})",
                                         "setmetatable({}, {__gc = 1})", "setmetatable({}, {__close = 1})",
                                         "setmetatable({}, {__mode = 'k'})", "return ('x'):rep(3)",
                                         "return ('x'):find('x')", "return ('x').format"));

TEST(AllowList, HintsNameTheReplacement) {
  EXPECT_EQ(run("return ('x'):gsub('x', 'y')").message,
            kFile + ":3: string.gsub is not available in rules; use text.match");
  EXPECT_EQ(run_unchecked("return text.matches('x', 'y')").message,
            kFile + ":3: text.matches is not available in rules; did you mean match?");
  EXPECT_EQ(run_unchecked("return ipair({})").message,
            kFile + ":3: ipair is not available in rules; did you mean ipairs?");
}

TEST(AllowList, MetatablesAreNotReachable) {
  EXPECT_EQ(run("return getmetatable(''), getmetatable(answers), getmetatable({}), getmetatable(math), "
                "getmetatable(setmetatable({}, {}))")
                .values,
            (std::vector<Json>{false, false, nullptr, false, false}));
}

TEST(AllowList, AMetatableCannotBeCompletedAfterwards) {
  EXPECT_EQ(
      run("local mt = {} local t = setmetatable({}, mt) mt.__index = function() return 1 end return t.x")
          .values,
      std::vector<Json>{nullptr});
  EXPECT_EQ(
      run("local mt = {} local t = setmetatable({}, mt) mt.__close = function() end local x <close> = t")
          .failure,
      Failure::error);
}

TEST(AllowList, EveryBindingIsThereAndDocumented) {
  for (const Binding& binding : bindings()) {
    const std::string name =
        (binding.library.empty() ? "" : std::string(binding.library) + ".") + std::string(binding.name);
    EXPECT_EQ(run("return type(" + name + ")").values,
              std::vector<Json>{binding.is_function() ? "function" : "number"});
    EXPECT_THAT(std::string(binding.signature), StartsWith(name));
    EXPECT_FALSE(binding.doc.empty()) << name;
  }
}

TEST(AllowList, TwoProgramsShareNothing) {  // X091
  const char* const text =
      "local M = {}\nlocal box = {}\nbox.n = 1\nfunction M.set() box.n = 2 end\nfunction M.get() return "
      "box.n end\nreturn M";
  Script one(text);
  Script two(text);
  one.call("set");
  EXPECT_EQ(two.call("get").values, std::vector<Json>{1});
  EXPECT_EQ(one.call("get").values, std::vector<Json>{1});
}

}  // namespace
}  // namespace nrmm::lua
