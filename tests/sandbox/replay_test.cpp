// X094: the same inputs give the same result, in whatever order and in whichever state.
#include "script.hpp"

namespace nrmm::lua {
namespace {

using testing::HasSubstr;

TEST(Replay, PairsGoesInTheOrderOfKeys) {
  EXPECT_EQ(run("local t, out = {zebra = 1, apple = 2, [10] = 3, [2] = 4, [2.5] = 5, [true] = 6, [false] = "
                "7, mango = 8}, {}\n"
                "for k in pairs(t) do table.insert(out, tostring(k)) end return table.concat(out, ' ')")
                .values,
            std::vector<Json>{"2 2.5 10 apple mango zebra false true"});
}

TEST(Replay, PairsAndIpairsWalkFrozenTables) {
  const Json answers = {{"b", 2}, {"a", 1}, {"c", nullptr}, {"list", {"x", "y"}}};
  EXPECT_EQ(evaluate("(function() local s = '' for k, v in pairs(answers) do s = s .. k end\n"
                     "for i, v in ipairs(answers.list) do s = s .. i .. v end\n"
                     "for k, v in pairs(answers.list) do s = s .. k .. v end return s end)()",
                     answers)
                .values,
            std::vector<Json>{"ablist1x2y1x2y"});
}

TEST(Replay, PairsRefusesKeysWithoutOrder) {
  EXPECT_THAT(run("for k in pairs({[{}] = 1}) do end").message,
              HasSubstr("a key is a table, which has no order"));
  EXPECT_THAT(run("for k in pairs(5) do end").message, HasSubstr("argument 1 is a number, not a table"));
  EXPECT_THAT(run("for k in ipairs(nil) do end").message, HasSubstr("argument 1 is nil, not a list"));
}

TEST(Replay, ATableMayBeChangedWhileWalked) {
  EXPECT_EQ(run("local t, n = {a = 1, b = 2, c = 3}, 0 for k in pairs(t) do t.b = nil n = n + 1 end return n")
                .values,
            std::vector<Json>{2});
}

const char* const kKeeper = R"(
local M = {}
local count, cache, deep = 0, {}, { list = { 1, 2 } }
function M.count() count = count + 1 return count end
function M.cache() cache.x = (cache.x or 0) + 1 return cache.x end
function M.deep() deep.list[1] = 5 return deep.list[1] end
function M.own() M.count = nil return 1 end
function M.read() return count, deep.list, #deep.list, cache end
local function counter() local n = 0 return function() n = n + 1 return n end end
M.closure = counter()
return M)";

TEST(Replay, ARuleKeepsNothingBetweenCalls) {
  Script script(kKeeper);
  for (const char* rule : {"count", "cache", "deep", "own", "closure"}) {
    EXPECT_EQ(script.call(rule).failure, Failure::error) << rule;
    EXPECT_EQ(script.call("read").values, (std::vector<Json>{0, {1, 2}, 2, Json::object()})) << rule;
  }
  EXPECT_THAT(script.call("count").message, HasSubstr(R"(machine.count changed "count" of its file)"));
  EXPECT_THAT(script.call("cache").message, HasSubstr(":5: this table is read-only"));
}

TEST(Replay, TablesOfTheFileStayUsable) {
  Script script(R"(
local M = {}
local Rows = { { code = "a", n = 1 }, { code = "b", n = 2 } }
local Class = {}
Class.__index = Class
function Class:twice() return 2 * self.n end
local object = setmetatable({ n = 21 }, Class)
local callable = setmetatable({}, { __call = function(self, x) return x + 1 end })
function M.rows()
  local s = ""
  for _, row in ipairs(Rows) do s = s .. row.code .. row.n end
  for i, row in pairs(Rows) do s = s .. i end
  return s, #Rows, Rows[2] == Rows[2], table.unpack(Rows).code
end
function M.object() return object:twice(), callable(1), setmetatable({ n = 1 }, Class):twice() end
return M)");
  EXPECT_EQ(script.call("rows").values, (std::vector<Json>{"a1b212", 2, true, "a"}));
  EXPECT_EQ(script.call("object").values, (std::vector<Json>{42, 2, 2})) << script.call("object").message;
}

TEST(Replay, AnInputDoesNotOutliveItsCall) {
  Script script(
      "local M = {}\nlocal kept\nfunction M.keep(answers) kept = answers end\nfunction M.use() return kept "
      "end\nreturn M");
  EXPECT_EQ(script.call("keep", {{"a", 1}}).failure, Failure::error);
  EXPECT_EQ(script.call("use").values, std::vector<Json>{nullptr});
}

TEST(Replay, AThousandCallsInFreshAndUsedStatesAreEqual) {
  const std::string text = R"(
local M = {}
function M.f(answers)
  local out, index = {}, {}
  for k, v in pairs(answers) do index[v] = k end
  for v, k in pairs(index) do out[#out + 1] = k .. "=" .. v end
  return table.concat(out, ";"), { index = index }, 1 / 3
end
return M)";
  const Json answers = {{"q", "z"}, {"w", "y"}, {"e", "x"}, {"r", "w"}, {"t", "v"}};
  Script used(text);
  const auto expected = used.call("f", answers).values;
  ASSERT_EQ(expected.size(), 3U);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(used.call("f", answers).values, expected);
  for (int i = 0; i < 20; ++i) ASSERT_EQ(Script(text).call("f", answers).values, expected);
}

}  // namespace
}  // namespace nrmm::lua
