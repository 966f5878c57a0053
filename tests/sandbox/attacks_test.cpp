// X090 to X093 in the words of the abuse cases, each with what it cost. What the sandbox lacks is refused as
// soon as it is named; budget_test, allow_list_test, error_test and returned_test go further into each.
#include <chrono>
#include <fstream>

#include "base/text.hpp"
#include "script.hpp"

namespace nrmm::lua {
namespace {

struct Attack {
  const char* row;
  const char* name;
  Failure end;
  std::string statements;
};

std::string bytecode() {  // what `string.dump` or luac would give: header and nothing
  return R"(load('\27Lua\x54\0\x19\x93\r\n\x1a\n', 'x', 'b'))";
}

const std::vector<Attack>& attacks() {
  static const std::vector<Attack> all{
      {"X090", "infinite loop", Failure::budget, "while true do end"},
      {"X090", "pcall loop", Failure::budget, "while true do pcall(function() while true do end end) end"},
      {"X090", "xpcall loop", Failure::error,
       "xpcall(function() while true do end end, function() while true do end end)"},
      {"X090", "error value that loops when it is printed", Failure::error,
       "local mt = {} mt.__tostring = function() while true do end end error(setmetatable({}, mt))"},
      {"X090", "pattern bomb", Failure::error,
       "local s = 'a' for i = 1, 6 do s = s .. s end return string.find(s, 'a-a-a-a-a-a-a-a-a-b')"},
      {"X090", "RE2 bomb", Failure::budget,
       "local s = 'a' for i = 1, 16 do s = s .. s end while true do text.match(s, '(a*)*b$') end"},
      {"X090", "finalizer loop", Failure::error,
       "setmetatable({}, {__gc = function() while true do end end}) return 1"},
      {"X090", "finalizer added later", Failure::none,
       "local mt = {} for i = 1, 100 do setmetatable({}, mt) end mt.__gc = function() while true do end end "
       "return 1"},
      {"X090", "to-be-closed loop", Failure::error,
       "local x <close> = setmetatable({}, {__close = function() while true do end end})"},
      {"X090", "memory bomb", Failure::budget, "local t = {} while true do t[#t + 1] = {t} end"},
      {"X090", "string bomb", Failure::budget, "local s = 'x' while true do s = s .. s end"},
      {"X090", "string.rep", Failure::error, "return string.rep('x', 2^30)"},
      {"X090", "string.rep by method", Failure::error, "return ('x'):rep(2^30)"},
      {"X090", "table.concat bomb", Failure::budget,
       "local t, s = {}, 'x' for i = 1, 20 do s = s .. s end for i = 1, 100 do t[i] = s end return "
       "table.concat(t)"},
      {"X090", "deep recursion", Failure::budget, "local function f() return 1 + f() end return f()"},
      {"X090", "endless coroutine", Failure::error,
       "local c = coroutine.wrap(function() while true do end end) while true do c() end"},
      {"X090", "huge return table", Failure::error,
       "local t = {} for i = 1, 100000 do t[i] = i end return t"},
      {"X090", "table that contains itself", Failure::error, "local t = {} t.t = t return t"},
      {"X091", "os", Failure::error, "return os.execute('id')"},
      {"X091", "io", Failure::error, "return io.popen('id')"},
      {"X091", "require", Failure::error, "return require('os')"},
      {"X091", "package", Failure::error, "return package.loaded.os"},
      {"X091", "debug", Failure::error, "return debug.getregistry()"},
      {"X091", "load with a text", Failure::error, "return load('return 1')()"},
      {"X091", "load with bytecode", Failure::error, bytecode()},
      {"X091", "string.dump", Failure::error, "return string.dump(function() end)"},
      {"X091", "getmetatable of a text", Failure::error, "getmetatable('').__index.len = nil"},
      {"X091", "_G", Failure::error, "_G.type = nil"},
      {"X091", "a global of one's own", Failure::error, "shared = 1"},
      {"X091", "rawset on a shared table", Failure::error, "rawset(string, 'len', nil)"},
      {"X091", "assignment to a shared table", Failure::error, "string.len = nil"},
      {"X091", "table.insert into a shared table", Failure::error, "table.insert(math, 1)"},
      {"X091", "metatable of a shared table", Failure::error, "setmetatable(text, {__index = {}})"},
      {"X092", "environment", Failure::error, "return os.getenv('NRMM_HOME')"},
      {"X092", "file", Failure::error, "return io.open('/etc/passwd')"},
      {"X092", "file as code", Failure::error, "return dofile('/etc/passwd')"},
      {"X092", "file as a module", Failure::error, "return loadfile('/etc/passwd')"},
      {"X092", "network", Failure::error, "return require('socket').connect('127.0.0.1', 5432)"},
      {"X092", "library of C", Failure::error, "return package.loadlib('libc.so.6', 'system')"},
      {"X092", "clock", Failure::error, "return os.time()"},
      {"X092", "standard output", Failure::error, "print('x')"},
      {"X093", "error that is a table", Failure::error, "error({ code = 1 })"},
      {"X093", "error that is nil", Failure::error, "error(nil)"},
      {"X093", "error that is a function", Failure::error, "error(type)"},
      {"X093", "error that is an input", Failure::error, "error(answers)"},
      {"X093", "error of 1 MiB", Failure::error, "local s = 'x' for i = 1, 20 do s = s .. s end error(s)"},
      {"X093", "error that is not UTF-8", Failure::error, "error('\\xff\\xfe')"},
      {"X093", "return of invalid UTF-8", Failure::error, "return '\\xff\\xfe'"},
  };
  return all;
}

class Attacked : public testing::TestWithParam<Attack> {};

// Ended near the budget, said in one short line, and the next call of the same rules is served.
TEST_P(Attacked, EndsAndLeavesNothing) {
  const auto& [row, name, end, statements] = GetParam();
  // The compiler's check of names would refuse most of these before they run; many constants hide them from
  // it.
  std::string hide = "local many = {";
  for (int i = 0; i < 300; ++i) hide += "'c" + std::to_string(i) + "', ";
  Script script("local M = {}\nfunction M.f(answers, ctx)\n" + hide + "} " + statements +
                "\nend\nfunction M.fine() return string.len('x') .. type(math.floor) end\nreturn M");
  ASSERT_TRUE(script.pool);
  const auto start = std::chrono::steady_clock::now();
  const Result result = script.call("f", {{"fuel", "diesel"}});
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  std::cout << row << " " << name << ": " << (result.ok() ? "harmless" : name_of(result.failure)) << " after "
            << took.count() << " ms, " << result.message.size() << " bytes said\n";
  EXPECT_EQ(result.failure, end) << result.message;
  EXPECT_LT(took, std::chrono::seconds(2));
  EXPECT_LE(result.message.size(), 1024U);
  EXPECT_TRUE(valid_utf8(result.message));
  EXPECT_EQ(script.call("fine").values, std::vector<Json>{"1function"});
}
INSTANTIATE_TEST_SUITE_P(X09, Attacked, testing::ValuesIn(attacks()),
                         [](const auto& each) { return "n" + std::to_string(each.index); });

}  // namespace
}  // namespace nrmm::lua
