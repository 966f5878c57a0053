#include "yaml/edit.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "yaml/parse.hpp"

namespace nrmm::yaml {
namespace {

constexpr const char* kText =
    "# 说明\n"
    "名称: { code: \"01\", label: '它''s 旧的' }   # 留着\n"
    "list: [5 days, \"a \\\" b\", x-y]\n";

Node parsed(std::string_view text) {
  Diagnostics diagnostics;
  return parse(text, "f.yaml", diagnostics).value();
}

TEST(Edit, ChangesScalarsAndKeysWhereTheyStand) {
  const Node root = parsed(kText);
  const Node& row = *root.find("名称");
  const Node& list = *root.find("list");
  EXPECT_EQ(edited(kText, {Edit::value(*row.find("code"), "\"0Z\""), Edit::value(*row.find("label"), "新的"),
                           Edit::value(list.items[0], "10 working days"), Edit::value(list.items[1], "b"),
                           Edit::key(*root.entry("list"), "many")}),
            "# 说明\n"
            "名称: { code: \"0Z\", label: 新的 }   # 留着\n"
            "many: [10 working days, b, x-y]\n");
}

TEST(Edit, RefusesWhereSomethingElseStands) {
  const Node root = parsed(kText);
  EXPECT_THROW(edited("list: other\n", {Edit::value(*root.find("名称")->find("code"), "x")}),
               std::logic_error);
  const Node block = parsed("text: |\n  two\n  lines\n");
  EXPECT_THROW(edited("text: |\n  two\n  lines\n", {Edit::value(*block.find("text"), "x")}),
               std::logic_error);
}

// What is written reads back as the same text, never as a number, a flag or `none`.
TEST(Written, ReadsBackAsTheSameText) {
  for (const char* text : {"市规 第一条", "0123", "1.5", "true", "none", "no", "a: b", "a #b", "x, y", "-",
                           "", " a", "\"q\" \\", "two\nlines", "{word.site}", "5 days", "《甲》（2021）"}) {
    const Node root = parsed("{ key: " + written(text) + " }");
    ASSERT_TRUE(root.find("key")) << text;
    const Node& node = *root.find("key");
    EXPECT_EQ(node.text, text);
    EXPECT_FALSE(node.is_plain("true") || node.is_plain("none")) << text;
  }
  EXPECT_EQ(written("5 days"), "5 days");
  EXPECT_EQ(written("01"), "\"01\"");
}

}  // namespace
}  // namespace nrmm::yaml
