#include "yaml/parse.hpp"

#include <algorithm>
#include <ctime>
#include <iostream>
#include <sstream>

#include <gtest/gtest.h>

namespace nrmm::yaml {
namespace {

std::string reported(std::string_view text) {
  Diagnostics diagnostics;
  parse(text, "f.yaml", diagnostics);
  std::ostringstream out;
  diagnostics.print(out);
  return out.str();
}

Node parsed(std::string_view text) {
  Diagnostics diagnostics;
  const auto node = parse(text, "f.yaml", diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.all().front().str();
  return node.value_or(Node{});
}

TEST(Parse, KeepsThePlaceOfKeysAndValues) {
  const Node root = parsed("甲乙: { label: 名称 }\nlist:\n  - \"06\"\n");
  const Entry* entry = root.entry("甲乙");
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->key_source.str(), "f.yaml:1:1");
  EXPECT_EQ(entry->value.entry("label")->value.source.str(), "f.yaml:1:14");  // characters, not bytes
  const Node& item = root.find("list")->items.at(0);
  EXPECT_EQ(item.source.str(), "f.yaml:3:5");
  EXPECT_TRUE(item.quoted);
  EXPECT_EQ(item.text, "06");
}

TEST(Parse, TakesCrlfAndComments) {
  const Node root = parsed("a: 1\r\n# 说明\r\nb: [x, z]\r\n");
  EXPECT_EQ(root.find("a")->text, "1");
  EXPECT_EQ(root.find("b")->items.size(), 2u);
}

TEST(Parse, AnEmptyFileIsNothing) { EXPECT_EQ(parsed("# only a comment\n").kind, Node::Kind::null); }

// X095
TEST(Parse, RefusesAnchorsAliasesTagsAndMergeKeys) {
  EXPECT_EQ(reported("a: &x 1\nb: *x\n"),
            "f.yaml:1:4: error P000: anchors are not taken (write the value out)\n"
            "f.yaml:2:4: error P000: aliases are not taken (write the value out)\n");
  EXPECT_EQ(reported("a: !!str 1\n"),
            "f.yaml:1:4: error P000: tags are not taken (quote the value if it is a text)\n");
  EXPECT_EQ(reported("a: ! 1\n"),
            "f.yaml:1:4: error P000: tags are not taken (quote the value if it is a text)\n");
  EXPECT_EQ(reported("a:\n  <<: { b: 1 }\n"),
            "f.yaml:2:3: error P000: merge keys are not taken (write the values out)\n");
}

// X095: norway
TEST(Parse, RefusesWordsThatOthersReadAsFlags) {
  EXPECT_EQ(reported("country: no\n"),
            "f.yaml:1:10: error P000: plain `no` may be a flag or a text (write true or false, or quote it: "
            "\"no\")\n");
  for (const char* word : {"yes", "NO", "On", "off", "y", "N"}) {
    EXPECT_NE(reported(std::string("a: ") + word).find("P000"), std::string::npos) << word;
    EXPECT_NE(reported(std::string("[") + word + "]").find("P000"), std::string::npos) << word;
    EXPECT_NE(reported(std::string(word) + ": a").find("P000"), std::string::npos) << word;
    EXPECT_EQ(reported("a: \"" + std::string(word) + "\""), "");
  }
}

// X095: what others read as an octal number or a time of day stays the text it is; schemas want codes quoted.
TEST(Parse, DigitsStayAsWritten) {
  const Node root = parsed("a: 010\nb: 0o17\nc: 12:30:45\nd: 1e3\ne: ~\n");
  EXPECT_EQ(root.find("a")->text, "010");
  EXPECT_EQ(root.find("b")->text, "0o17");
  EXPECT_EQ(root.find("c")->text, "12:30:45");
  EXPECT_EQ(root.find("d")->text, "1e3");
}

// X095
TEST(Parse, ReportsEveryKeyStatedTwice) {
  EXPECT_EQ(reported("a: 1\nb: { c: 1, c: 2 }\na: 3\n"),
            "f.yaml:3:1: error P007: `a` is stated twice (first in line 1)\n"
            "f.yaml:2:12: error P007: `c` is stated twice (first in line 2)\n");
}

// X095
TEST(Parse, RefusesWhatEditorsHide) {
  EXPECT_EQ(reported("a:\n\tb: 1\n"), "f.yaml:2:1: error P000: tab character (indent with blanks)\n");
  EXPECT_EQ(reported("\xEF\xBB\xBF"
                     "a: 1"),
            "f.yaml:1:1: error P000: byte order mark (save as UTF-8 without BOM)\n");
  EXPECT_EQ(
      reported("a: 1\nb: \xC1\xD9\xB7\xDA\n"),
      "f.yaml:2:4: error P000: not valid UTF-8 (save the file as UTF-8; GBK and GB 18030 are not read)\n");
  EXPECT_EQ(reported("a: b\rc: d"), "f.yaml:1:5: error P000: control character (remove it)\n");
  EXPECT_EQ(reported(std::string("a: \0b", 5)), "f.yaml:1:4: error P000: control character (remove it)\n");
}

// X017: no NUL comes into the database by way of a pack.
TEST(Parse, RefusesWhatAnEscapeHides) {
  for (const char* escape : {"\\0", "\\x01", "\\a", "\\e", "\\u007F"})
    EXPECT_EQ(reported("a: \"x" + std::string(escape) + "\"\n"),
              "f.yaml:1:4: error P000: control character in a text (remove it)\n");
  EXPECT_EQ(reported("a: \"x\\ny\\tz\"\n"), "");
}

TEST(Parse, RefusesASecondDocumentAndOddKeys) {
  EXPECT_EQ(reported("a: 1\n---\nb: 1\n"),
            "f.yaml:2:1: error P000: a second document (one document per file)\n");
  EXPECT_EQ(reported("? [a, b]\n: 1\n"), "f.yaml:1:3: error P000: a key must be a text\n");
}

TEST(Parse, SaysWhereTheSyntaxIsWrong) {
  EXPECT_NE(reported("a: [1, 2\nb: 3\n").find("f.yaml:2:"), std::string::npos)
      << reported("a: [1, 2\nb: 3\n");
  EXPECT_EQ(reported("a: 'x\nb: 1\n"), "f.yaml:1:4: error P000: the quote that begins here does not end\n");
  EXPECT_EQ(reported("a: \"x\\\"\n"), "f.yaml:1:4: error P000: the quote that begins here does not end\n");
  EXPECT_EQ(reported("a: 'it''s'\nb: \"\\\"\"\n"), "");
  EXPECT_NE(reported("a: b: c\n").find("f.yaml:1:"), std::string::npos);
}

std::string bomb() {
  std::string out = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level <= 9; ++level) {
    const std::string before = "*a" + std::to_string(level - 1);
    out += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + before;
    for (int i = 1; i < 9; ++i) out += ", " + before;
    out += "]\n";
  }
  return out;
}

std::string repeated(std::string_view part, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += part;
  return out;
}

// X095: the bound without sanitizers, of the processor's time: other programs do not count.
#ifdef NDEBUG
constexpr std::int64_t kMost = 100;
#else
constexpr std::int64_t kMost = 1000;
#endif

std::int64_t milliseconds_spent() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

std::int64_t parsing(const std::string& text, Diagnostics& diagnostics) {
  const std::int64_t begin = milliseconds_spent();
  parse(text, "f.yaml", diagnostics);
  return milliseconds_spent() - begin;
}

TEST(Parse, HostileTextsEndQuickly) {
  const std::vector<std::string> hostile{repeated("[", 100'000),
                                         repeated("{", 100'000),
                                         repeated("{a: ", 100'000),
                                         repeated("- ", 100'000),
                                         repeated("? ", 100'000),
                                         repeated("[{", 50'000),
                                         repeated("a: [", 100'000),
                                         repeated("\"", 100'001),
                                         bomb(),
                                         "a: &a [*a]\n",
                                         repeated("[\n", 100'000),
                                         std::string(10 * 1024 * 1024, 'x'),
                                         repeated("- x\n", 260'000),
                                         repeated("&a ", 100'000),
                                         repeated("!", 100'000),
                                         repeated("a:\n- ", 100'000),
                                         repeated("x, ", 300'000),
                                         "[" + repeated("x,", 400'000) + "]",
                                         repeated("{a:\n", 200'000),
                                         repeated("[x,\n", 200'000),
                                         repeated("a: b\n", 200'000),
                                         repeated("? - ", 100'000),
                                         "'" + repeated("''", 100'000),
                                         repeated("# x\n", 250'000) + "a: *b",
                                         repeated("a: no\n", 80'000),
                                         repeated("- on\n", 100'000),
                                         repeated("\t", 500'000),
                                         repeated("- 0o17\n", 49'000),
                                         repeated("- x\r\n", 49'000),
                                         repeated("\r", 500'000),
                                         repeated("\xC1\xD9", 5'000'000)};
  std::int64_t worst = 0;
  for (const std::string& text : hostile) {
    Diagnostics diagnostics;
    std::int64_t spent = parsing(text, diagnostics);
    // A machine that does much else takes longer for the same: the quickest of three counts.
    for (int again = 0; again < 2 && spent > kMost; ++again) {
      Diagnostics anew;
      spent = std::min(spent, parsing(text, anew));
    }
    worst = std::max(worst, spent);
    EXPECT_LE(diagnostics.all().size(), 21u);
    EXPECT_LE(spent, kMost) << text.substr(0, 20);
    for (const Diagnostic& each : diagnostics.all()) EXPECT_GT(each.source.line, 0);
  }
  std::cout << "measured: " << hostile.size() << " hostile texts, the slowest in " << worst << " ms\n";
}

TEST(Parse, BoundsDepthNodesAndBytes) {
  EXPECT_EQ(reported(repeated("[", 32) + repeated("]", 32)), "");
  EXPECT_EQ(reported(repeated("[", 33) + repeated("]", 33)),
            "f.yaml:1:33: error P000: nested more than 32 deep\n");
  EXPECT_NE(reported(repeated("- x\n", 50'001)).find("more than 50000 values"), std::string::npos);
  EXPECT_EQ(reported("a: 1\nb: " + std::string(kMaxLine, 'x')),
            "f.yaml:2:1: error P000: the line is longer than 16 KiB (break it)\n");
  EXPECT_EQ(reported(std::string(kMaxBytes + 1, 'x')),
            "f.yaml:1:1: error P000: the file is larger than 512 KiB (split it into a folder of files)\n");
}

}  // namespace
}  // namespace nrmm::yaml
