#include "yaml/write.hpp"

#include <gtest/gtest.h>

#include "yaml/parse.hpp"
#include "yaml/read.hpp"

namespace nrmm::yaml {
namespace {

Node parsed(std::string_view text) {
  Diagnostics diagnostics;
  return parse(text, "f.yaml", diagnostics).value();
}

// What is written reads back as the same text, never as a number, a flag or `none`.
TEST(Written, ReadsBackAsTheSameText) {
  for (const char* text :
       {"市规 第一条",    "0123", "1.5",  "true", "none",     "no",         "a: b",        "a #b",
        "x, y",           "-",    "",     " a",   "\"q\" \\", "two\nlines", "{word.site}", "5 days",
        "《甲》（2021）", "No",   "NULL", "why?", "<<",       "a\tb",       "..."}) {
    const Node root = parsed("{ key: " + written(text) + " }");
    ASSERT_TRUE(root.find("key")) << text;
    const Node& node = *root.find("key");
    EXPECT_EQ(node.text, text);
    EXPECT_FALSE(node.is_plain("true") || node.is_plain("none")) << text;
  }
  EXPECT_EQ(written("5 days"), "5 days");
  EXPECT_EQ(written("01"), "\"01\"");
}

TEST(Flow, KeepsOrderAndQuotesWhatNeedsThem) {
  const Node root =
      parsed("z: \"01\"\na:\n  - { \"370100\": none, k: \"none\" }\n  - [true, 5 days, \"x, y\"]\n");
  EXPECT_EQ(flow(root), R"({ z: "01", a: [{ "370100": none, k: "none" }, [true, 5 days, "x, y"]] })");
}

// Found by the fuzzer's target: what flow() writes is the same value when it is read.
TEST(Flow, ReadsBackAsTheSameValue) {
  for (const char* text : {"- \n- x\n", "- { a: }\n", "- a: why?\n", "a: b\n\n  c\n", "? |\n  a\n  b\n: 1\n",
                           "- 'Null'\n- \"a\\tb\"\n"}) {
    const Node root = parsed(text);
    EXPECT_EQ(flow(parsed("v: " + flow(root)).entries.at(0).value), flow(root)) << text;
    EXPECT_EQ(to_json(parsed("v: " + flow(root)).entries.at(0).value), to_json(root)) << text;
  }
}

}  // namespace
}  // namespace nrmm::yaml
