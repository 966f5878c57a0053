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

}  // namespace
}  // namespace nrmm::yaml
