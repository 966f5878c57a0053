#include "yaml/schema.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "yaml/parse.hpp"
#include "yaml/read.hpp"

namespace nrmm::yaml {
namespace {

constexpr Key kPartKeys[] = {
    {.name = "label", .type = Type::text, .mandatory = true, .description = "what people read"},
    {.name = "level",
     .type = Type::choice,
     .description = "how much it weighs",
     .options = "refuse flag note"},
};
constexpr Schema kPart{"a part", kPartKeys};
constexpr Key kWholeKeys[] = {
    {.name = "title", .type = Type::text, .mandatory = true, .description = "its name"},
    {.name = "count", .type = Type::integer, .description = "how many"},
    {.name = "parts", .type = Type::named, .description = "by name", .of = &kPart},
    {.name = "order", .type = Type::list, .description = "in order", .of = &kPart},
};
constexpr Schema kWhole{"a whole", kWholeKeys};

struct Result {
  Node node;
  std::string reported;
};

Result check(std::string_view text, bool none_allowed = false) {
  Diagnostics diagnostics;
  const auto root = parse(text, "f.yaml", diagnostics);
  Node node = checked(*root, kWhole, none_allowed, diagnostics);
  check_complete(node, kWhole, "whole x", diagnostics);
  std::ostringstream out;
  diagnostics.sort();
  diagnostics.print(out);
  return {node, out.str()};
}

TEST(Schema, AMisspeltKeyIsOneMessageAndGoesOnUnderItsName) {
  const auto [node, reported] = check("titel: A\n");
  EXPECT_EQ(reported, "f.yaml:1:1: error P001: unknown key `titel` (did you mean `title`?)\n");
  EXPECT_EQ(node.find("title")->text, "A");
}

TEST(Schema, AnUnknownKeyWithoutANearNameHasNoHint) {
  EXPECT_EQ(check("title: A\nzzzzzz: 1\n").reported, "f.yaml:2:1: error P001: unknown key `zzzzzz`\n");
}

TEST(Schema, EverythingIsReportedAtOnce) {
  EXPECT_EQ(
      check("count: many\nparts: { a: { lable: L, level: refuze }, b: {} }\norder: [1]\n").reported,
      "f.yaml:1:1: error P003: whole x has no `title` (its name)\n"
      "f.yaml:1:8: error P002: expected an integer, found the text `many`\n"
      "f.yaml:2:15: error P001: unknown key `lable` (did you mean `label`?)\n"
      "f.yaml:2:32: error P002: `level` is one of refuse flag note, not `refuze` (did you mean `refuse`?)\n"
      "f.yaml:2:45: error P003: `b` has no `label` (what people read)\n"
      "f.yaml:3:9: error P002: expected a mapping: a part, found the number 1\n"
      "f.yaml:3:9: error P003: `order` has no `label` (what people read)\n");
}

TEST(Schema, NoneTakesAwayOnlyWhereAllowed) {
  EXPECT_EQ(check("title: none\ncount: none\n", true).reported, "");
  EXPECT_NE(check("title: T\ncount: none\n").reported.find("P002"), std::string::npos);
}

template <typename Read>
std::string read(Read reader, std::string_view value) {
  Diagnostics diagnostics;
  const auto root = parse("v: " + std::string(value), "f.yaml", diagnostics);
  reader(*root->find("v"), diagnostics);
  return diagnostics.all().empty() ? "" : diagnostics.all().front().str();
}

// X095: octal, flags and numbers where a text is meant
TEST(Read, NumbersAndFlagsAreNotTexts) {
  for (const char* value : {"01", "06", "1", "0x1F", "0o17", "1e3", "1.5", "true", "-3", "1_000"})
    EXPECT_NE(read(as_text, value).find("P002"), std::string::npos) << value;
  for (const char* value : {"\"01\"", "022-000", "N1", "4-N01", "30 days", "2024-01-01", "三", "1.5米"})
    EXPECT_EQ(read(as_text, value), "") << value;
  EXPECT_EQ(read(as_text, "06"),
            "f.yaml:1:4: error P002: expected a text, found the number 06 (quote it: \"06\")");
}

TEST(Read, IntegersAreDecimal) {
  for (const char* value : {"01", "0x1F", "1.0", "\"1\"", "1e3", "+1", "1234567890123456", "1_0", "[1]"})
    EXPECT_NE(read(as_integer, value).find("P002"), std::string::npos) << value;
  for (const char* value : {"0", "-7", "100"}) EXPECT_EQ(read(as_integer, value), "") << value;
}

TEST(Read, DatesExist) {
  EXPECT_EQ(read(as_date, "2024-02-29"), "");
  EXPECT_EQ(read(as_date, "2025-02-29"),
            "f.yaml:1:4: error P002: expected a date as YYYY-MM-DD, found the text `2025-02-29`");
}

TEST(Read, JsonKeepsTypes) {
  Diagnostics diagnostics;
  const auto root = parse("{ a: 1, b: \"1\", c: [true, 1.5, x], d: }", "f.yaml", diagnostics);
  EXPECT_EQ(dump_json(to_json(*root)), R"({"a":1,"b":"1","c":[true,1.5,"x"],"d":null})");
}

}  // namespace
}  // namespace nrmm::yaml
