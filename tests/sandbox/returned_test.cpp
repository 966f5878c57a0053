// X090, X093: what a rule returns is checked before the host takes it.
#include "script.hpp"

namespace nrmm::lua {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Returned, ListsObjectsAndEmptyTables) {
  EXPECT_EQ(evaluate("{1, 2, {3}}, {a = {b = 'c'}}, {}, nil, true").values,
            (std::vector<Json>{{1, 2, {3}}, {{"a", {{"b", "c"}}}}, Json::object(), nullptr, true}));
}

TEST(Returned, NothingIsNoValue) { EXPECT_TRUE(run("return").values.empty()); }

class Refused : public testing::TestWithParam<std::pair<const char*, const char*>> {};
TEST_P(Refused, IsAnErrorAtTheRule) {
  const Result result = run(GetParam().first);
  EXPECT_EQ(result.failure, Failure::error);
  EXPECT_TRUE(result.values.empty());
  EXPECT_THAT(result.message, StartsWith(kFile + ":2: machine.f: "));
  EXPECT_THAT(result.message, HasSubstr(GetParam().second));
}
INSTANTIATE_TEST_SUITE_P(
    X093, Refused,
    testing::Values(std::pair{"return 0/0", "not finite"}, std::pair{"return {x = -math.huge}", "not finite"},
                    std::pair{"return function() end", "a function"},
                    std::pair{"return {{pcall}}", "a function"},
                    std::pair{"return '\\xff\\xfe'", "not UTF-8"},
                    std::pair{"return string.sub('国四', 1, 2)", "not UTF-8"},
                    std::pair{"return {['\\xff'] = 1}", "not UTF-8"}, std::pair{"return 'a\\0b'", "NUL"},
                    std::pair{"return {1, 2, a = 3}", "mixes"}, std::pair{"return {1, nil, 3}", "gaps"},
                    std::pair{"return {[true] = 1}", "keys are not texts"},
                    std::pair{"local t = {} t.t = t return t", "16 levels"},
                    std::pair{"local t = {} for i = 1, 17 do t = {t} end return t", "16 levels"},
                    std::pair{"local t = {} for i = 1, 20000 do t[i] = i end return t", "10000 parts"},
                    std::pair{
                        "local t, u = {}, {1,2,3,4,5,6,7,8,9,10} for i = 1, 2000 do t[i] = u end return t",
                        "10000 parts"},
                    std::pair{"local s = 'x' for i = 1, 20 do s = s .. s end return s", "256 KiB"},
                    std::pair{"return 1,2,3,4,5,6,7,8,9", "more than 8 values"}));

}  // namespace
}  // namespace nrmm::lua
