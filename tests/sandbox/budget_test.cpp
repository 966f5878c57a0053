// X090: whatever a rule does, it ends near its budget and the state is thrown away.
#include <chrono>
#include <thread>

#include "script.hpp"

namespace nrmm::lua {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Bomb : public testing::TestWithParam<const char*> {};
TEST_P(Bomb, IsStopped) {
  Script script(std::string("local M = {}\nfunction M.bomb(answers, ctx)\n") + GetParam() +
                "\nend\nfunction M.fine() return 'fine' end\nreturn M");
  ASSERT_TRUE(script.pool);
  const auto start = std::chrono::steady_clock::now();
  const Result result = script.call("bomb");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
  EXPECT_EQ(result.failure, Failure::budget) << result.message;
  EXPECT_THAT(result.message,
              testing::AnyOf(HasSubstr("took longer than 200 ms"), HasSubstr("used more than 16384 KiB")));
  EXPECT_EQ(script.call("fine").values, std::vector<Json>{"fine"});
}
INSTANTIATE_TEST_SUITE_P(
    X090, Bomb,
    testing::Values(
        "while true do end", "repeat until false", "for i = 1, math.huge do end",
        "goto again ::again:: goto again",
        // pcall may not hide a budget error
        "while true do pcall(function() while true do end end) end",
        "while true do pcall(pcall, function() error('x') end) end",
        "local function f() while true do pcall(f) end end f()",
        "pcall(function() while true do end end) return 'survived'",
        "pcall(function() local t = {} for i = 1, 1e9 do t[i] = {} end end) return 'survived'",
        // memory
        "local t = {} for i = 1, 1e9 do t[i] = i end", "local s = 'x' while true do s = s .. s end",
        "local t = {} while true do t = {t} end",
        "local t, s = {}, 'x' for i = 1, 18 do s = s .. s end while true do table.insert(t, s .. #t) end",
        "local t, s = {}, 'x' for i = 1, 20 do s = s .. s end for i = 1, 100 do t[i] = s end return "
        "table.concat(t)",
        // near the cap, where each allocation may cost a full collection
        "local t = {} for i = 1, 90000 do t[i] = {i} end while true do local s = {} for i = 1, 900 do s[i] = "
        "{i} end end",
        // recursion
        "local function f() return 1 + f() end return f()", "local function f() return f() end return f()",
        "local function f(...) return f(1, ...) end return f()",
        // long work within one binding
        "local t = {} for i = 1, 60000 do t[i .. ''] = i end while true do pairs(t) end",
        "local t = {} for i = 1, 60000 do t[i] = 'x' end while true do table.concat(t) end",
        "local t = {} for i = 1, 60000 do t[i] = i end while true do table.insert(t, 1, 0) table.remove(t, "
        "1) end",
        "local s = 'a' for i = 1, 16 do s = s .. s end while true do text.match(s, '(a*)*b$') end",
        "local n = 0 while true do n = n + 1 text.match('x', '[a-z]{1,100}x' .. n) end",
        "local s = 'a' for i = 1, 20 do s = s .. s end while true do string.upper(s) utf8.len(s) end",
        "local s = 'a' for i = 1, 11 do s = s .. s end while true do text.match(s, '(.{0,30}x){0,30}y') end",
        "local n = 0 while true do n = n + 1 pcall(text.match, 'x', '(\\\\pL{1,40}){1,20}' .. n) end",
        "local s = 'a' for i = 1, 22 do s = s .. s end while true do pcall(function() return answers[s] end) "
        "end",
        "while true do pcall(function() return answers.x end) end",
        // metamethods
        "local t = setmetatable({}, {__index = function(t, k) while true do end end}) return t.x",
        "local mt = {} mt.__eq = function() while true do end end "
        "return setmetatable({}, mt) == setmetatable({}, mt)"));

TEST(Budget, TheMessageNamesTheLine) {
  EXPECT_THAT(run("\n\nwhile true do end").message, StartsWith(kFile + ":5: took longer"));
  EXPECT_THAT(
      run("local t = {}\nwhile true do t[#t + 1] = {} end", {std::chrono::seconds(10), 1U << 20}).message,
      StartsWith(kFile + ":4: used more"));
}

TEST(Budget, DeepPcallRecursionIsBounded) {
  const Result result = run("local function f() return pcall(f) end return f()");
  EXPECT_NE(result.failure,
            Failure::budget);  // Lua's own limit on nested calls ends it, pcall may catch that
}

TEST(Budget, AnotherBudgetHolds) {
  EXPECT_THAT(run("while true do end", {std::chrono::milliseconds(20), 16U << 20}).message,
              HasSubstr("20 ms"));
  EXPECT_THAT(run("local t = {} while true do t = {t} end", {std::chrono::seconds(5), 1U << 20}).message,
              HasSubstr("1024 KiB"));
}

TEST(Budget, GarbageOfEarlierCallsDoesNotCount) {
  Script script(
      "local M = {}\nfunction M.f() local s = 'x' for i = 1, 22 do s = s .. s end return #s end\nreturn M");
  for (int i = 0; i < 10; ++i) ASSERT_EQ(script.call("f").values, std::vector<Json>{1 << 22});
}

TEST(Budget, APoolServesManyThreads) {
  Script script(
      "local M = {}\nfunction M.f(answers) return answers.n * 2 end\nfunction M.bad() while true do end "
      "end\nreturn M",
      {std::chrono::milliseconds(200), 4U << 20});
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 500; ++i) right += script.call("f", {{"n", i}}).values == std::vector<Json>{2 * i};
      right += script.call("bad").failure == Failure::budget;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 4 * 501);
}

}  // namespace
}  // namespace nrmm::lua
