#include <cmath>
#include <limits>
#include <stdexcept>

#include <gmock/gmock.h>

#include "fixture.hpp"

namespace nrmm::storage {
namespace {

using namespace std::string_literals;
using Values = DatabaseTest;

TEST_F(Values, ComeBackAsTheyWent) {
  Session session = alone_.session("");
  const Rows rows = session.run(
      "select $1::text as text, $2::bigint as integer, $3::float8 as number, $4::bool as flag, $5::jsonb as "
      "json, "
      "$6::text[] as list, $7::text as nothing",
      {"环保 '\"\\ \n", std::numeric_limits<std::int64_t>::min(), 0.1, true, Json({{"a", {1, nullptr, "é"}}}),
       std::vector<std::string>{"", "a,b", "\"{}\\", "NULL", "甲"}, nullptr});
  const Row row = rows.front();
  EXPECT_EQ(row.text("text"), "环保 '\"\\ \n");
  EXPECT_EQ(row.integer("integer"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(row.number("number"), 0.1);
  EXPECT_TRUE(row.flag("flag"));
  EXPECT_EQ(row.json("json"), Json({{"a", {1, nullptr, "é"}}}));
  EXPECT_EQ(row.array("list"), (std::vector<std::string>{"", "a,b", "\"{}\\", "NULL", "甲"}));
  EXPECT_TRUE(row.is_null("nothing"));
  EXPECT_EQ(row.maybe("nothing"), std::nullopt);
  EXPECT_EQ(row.maybe("text"), "环保 '\"\\ \n");
}

TEST_F(Values, NullIsAlsoTheAbsentOptionalAndReadsAsNothing) {
  Session session = alone_.session("");
  const std::optional<std::string> absent;
  const std::optional<int> present = 7;
  const Rows rows = session.run("select $1::text as a, $2::int as b, '{}'::text[] as c, null::jsonb as d",
                                {absent, present});
  EXPECT_EQ(rows.front().text("a"), "");
  EXPECT_EQ(rows.front().integer("b"), 7);
  EXPECT_TRUE(rows.front().array("c").empty());
  EXPECT_TRUE(rows.front().json("d").is_null());
}

TEST_F(Values, KeepEveryDoubleExactly) {
  Session session = alone_.session("");
  for (const double value : {0.0, -1.5, 1e308, 5e-324, 1.0 / 3.0})
    EXPECT_EQ(session.run("select $1::float8 as value", {value}).front().number("value"), value);
  EXPECT_TRUE(std::isnan(session.run("select $1::float8 as value", {std::nan("")}).front().number("value")));
}

// X017, 3.3: never less than the caller holds.
TEST_F(Values, RefuseNul) {
  Session session = alone_.session("");
  EXPECT_THROW(session.run("select $1::text", {"x\0y"s}), std::invalid_argument);
  EXPECT_THROW(session.run("select $1::text[]", {std::vector<std::string>{"x\0y"s}}), std::invalid_argument);
  EXPECT_THROW(session.run("select 1\0; drop table machine"s), std::invalid_argument);
  EXPECT_EQ(session.run("select 1 as one").front().integer("one"), 1);
}

TEST_F(Values, AnUnknownColumnIsAnError) {
  Session session = alone_.session("");
  const Rows rows = session.run("select 1 as one");
  EXPECT_THROW(rows.front().text("two"), std::logic_error);
  EXPECT_THROW(session.run("select 1 where false").front(), std::logic_error);
  EXPECT_FALSE(session.one("select 1 where false").has_value());
}

TEST_F(Values, CountWhatAStatementTouched) {
  Session session = alone_.session("city_a");
  for (const char* prefix : {"A", "B", "C"}) add_counter(session, prefix);
  EXPECT_EQ(session.run("update code_counter set last = 2 where prefix <> 'A'").affected(), 2);
}

// A detail line would quote the row: I12.
TEST_F(Values, ErrorsNameTheConstraintAndNoValues) {
  Session session = alone_.session("city_a");
  add_counter(session, "secret value");
  try {
    add_counter(session, "secret value");
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_TRUE(error.unique_violation());
    EXPECT_EQ(error.constraint, "code_counter_pkey");
    EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("secret value")));
  }
  try {
    session.run("select $1::int", {"secret value"});
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("secret value")));
  }
}

}  // namespace
}  // namespace nrmm::storage
