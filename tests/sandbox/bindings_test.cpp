// What each name of the allow-list does; .luacheckrc says the same names.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "lua/binding.hpp"
#include "script.hpp"

namespace nrmm::lua {
namespace {

using testing::HasSubstr;

class Value : public testing::TestWithParam<std::pair<const char*, Json>> {};
TEST_P(Value, IsAsDocumented) {
  const Result result = evaluate(GetParam().first);
  EXPECT_EQ(result.values, std::vector<Json>{GetParam().second})
      << GetParam().first << ": " << result.message;
}
INSTANTIATE_TEST_SUITE_P(
    Bindings, Value,
    testing::Values(
        std::pair<const char*, Json>{"text.match('CNFAG300X', '^CNF[A-Z]G([1-4])00')", "3"},
        std::pair<const char*, Json>{"text.match('abc', 'b.')", "bc"},
        std::pair<const char*, Json>{"text.match('abc', 'x')", nullptr},
        std::pair<const char*, Json>{"text.match('ac', 'a(b)?c')", ""},
        std::pair<const char*, Json>{"text.match('国四柴油', '^\\\\p{Han}{2}')", "国四"},
        std::pair<const char*, Json>{"('AbC-1'):upper() .. string.lower('AbC')", "ABC-1abc"},
        std::pair<const char*, Json>{
            "('abc'):sub(2) .. ('abc'):sub(-1) .. ('abc'):sub(0, 1) .. ('abc'):sub(5)", "bcca"},
        std::pair<const char*, Json>{"('abc'):sub(-100, 2) .. ('abc'):sub(2, -2) .. ('abc'):sub(2, -100)",
                                     "abb"},
        std::pair<const char*, Json>{"string.sub('abc', -9223372036854775807 - 1, 1)", "a"},
        std::pair<const char*, Json>{"#'国' + utf8.len('国四')", 5},
        std::pair<const char*, Json>{"utf8.len('\\xff')", nullptr},
        std::pair<const char*, Json>{"tonumber('37.5')", 37.5},
        std::pair<const char*, Json>{"tonumber(' 12 ')", 12},
        std::pair<const char*, Json>{"tonumber('1x')", nullptr},
        std::pair<const char*, Json>{"tonumber({})", nullptr},
        std::pair<const char*, Json>{"tostring(12) .. tostring(1.5) .. tostring(true) .. tostring(nil)",
                                     "121.5truenil"},
        std::pair<const char*, Json>{"math.floor(2.7) + math.ceil(2.1) + math.abs(-4)", 9},
        std::pair<const char*, Json>{"math.max(1, 7, 3) - math.min(4, 2)", 5},
        std::pair<const char*, Json>{"math.tointeger(3.0)", 3},
        std::pair<const char*, Json>{"1 < math.huge", true},
        std::pair<const char*, Json>{"(function() local s = '' for i, v in ipairs({'a', 'b', nil, 'd'}) do s "
                                     "= s .. i .. v end return s end)()",
                                     "1a2b"},
        std::pair<const char*, Json>{"select('#', 1, nil, 3)", 3},
        std::pair<const char*, Json>{"(select(-1, 1, 2))", 2},
        std::pair<const char*, Json>{"table.concat({1, 'a', 2.5}, ',')", "1,a,2.5"},
        std::pair<const char*, Json>{
            "(function() local t = {1, 3} table.insert(t, 2, 2) table.insert(t, 4) return t end)()",
            Json{1, 2, 3, 4}},
        std::pair<const char*, Json>{
            "(function() local t = {1, 2, 3} return table.remove(t, 1) * 10 + table.remove(t) end)()", 13},
        std::pair<const char*, Json>{"(function() local a, b = table.unpack({1, 2}) return a + b end)()", 3},
        std::pair<const char*, Json>{
            "type(nil) .. type(1) .. type('') .. type({}) .. type(type) .. type(true)",
            "nilnumberstringtablefunctionboolean"}));

TEST(Bindings, LimitsOfMatch) {
  EXPECT_THAT(run("local s = 'a' for i = 1, 17 do s = s .. s end return text.match(s, 'b')").message,
              HasSubstr("longer than 100000 bytes"));
  EXPECT_THAT(run("local s = 'a' for i = 1, 11 do s = s .. s end return text.match('b', s)").message,
              HasSubstr("longer than 1000 bytes"));
  EXPECT_THAT(run("return text.match('b', '((a{1,100}){1,100}){1,100}')").message, HasSubstr("bad pattern"));
}

TEST(Bindings, ALargePatternOnALongTextIsRefused) {  // X090: no hook fires within one match
  EXPECT_THAT(
      run("local s = 'a' for i = 1, 16 do s = s .. s end return text.match(s, '((.{0,30}x){0,30}y|z)$')")
          .message,
      HasSubstr("too large for so long a text"));
}

TEST(Bindings, BadArgumentsAreErrors) {
  for (const char* statement :
       {"return table.concat({{}})", "return table.insert({}, 5, 1)", "return table.insert({})",
        "return select(0)", "return table.unpack({}, 1, 1000000)", "return math.floor('1')",
        "return string.sub('a', 1.5)", "return table.unpack({}, -9223372036854775807, 9223372036854775807)",
        "return tostring()", "return type()", "return math.max()", "return pcall()",
        "return table.remove({1}, 7)"})
    EXPECT_EQ(run(statement).failure, Failure::error) << statement;
}

TEST(Bindings, LuacheckKnowsTheSameNames) {
  const std::string path = std::string(NRMM_SOURCE_DIR) + "/.luacheckrc";
  if (std::getenv("NRMM_UPDATE") != nullptr) std::ofstream(path) << luacheckrc();
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), luacheckrc()) << "run this test with NRMM_UPDATE=1 to write .luacheckrc anew";
}

}  // namespace
}  // namespace nrmm::lua
