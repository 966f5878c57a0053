#include "base/csv.hpp"

#include <gtest/gtest.h>

namespace nrmm {
namespace {

TEST(Csv, RowsKnowTheirLine) {
  const auto rows = read_csv("a,b\r\n\r\n\"x\r\ny\",\" 1 \"\r\n,,\n  c , d\n");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1].line, 3);
  EXPECT_EQ(rows[1].cells, (std::vector<std::string>{"x\r\ny", "1"}));
  EXPECT_EQ(rows[2].line, 6);
  EXPECT_EQ(rows[2].cells, (std::vector<std::string>{"c", "d"}));
}

TEST(Csv, LinesMayEndAsOnAnOldMac) {
  const auto rows = read_csv("a\rb\r\rc\r\nd\n");
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[1].line, 2);
  EXPECT_EQ(rows[2].line, 4);
  EXPECT_EQ(rows[3].line, 5);
}

TEST(Csv, WhatIsMalformedSaysWhere) {
  for (const char* text : {"a\nb\"c\n", "a\n\"b\"c\n", "a\n\"b\n"}) {
    try {
      read_csv(text);
      FAIL() << text;
    } catch (const CsvFault& fault) {
      EXPECT_EQ(fault.line, 2) << text;
    }
  }
}

// X088: no cell begins as a formula, in whatever width; read back it is what it was.
TEST(Csv, CellsAreNoFormulas) {
  for (const std::string cell : {"=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"}) {
    const std::string line = csv_line({cell, "甲,\"乙\""});
    EXPECT_EQ(line, "\"'" + cell + "\",\"甲,\"\"乙\"\"\"\r\n");
    EXPECT_EQ(without_guard("'" + cell), cell);
  }
  EXPECT_EQ(without_guard("'s"), "'s");
  for (const std::string cell : {"'=1+1", "''@x", "'"}) {
    const auto rows = read_csv(csv_line({cell, "x"}));
    EXPECT_EQ(without_guard(rows.at(0).cells.at(0)), cell);
  }
}

TEST(Csv, TextInEveryEncodingThatSpreadsheetsWrite) {
  EXPECT_EQ(text_of_table("\xEF\xBB\xBF甲"), "甲");
  EXPECT_EQ(text_of_table("甲"), "甲");
  EXPECT_EQ(text_of_table("\xBC\xD7"), "甲");                        // GBK
  EXPECT_EQ(text_of_table("\x95\x32\x82\x36"), "\xF0\xA0\x80\x80");  // four bytes of GB 18030: U+20000
  EXPECT_EQ(text_of_table(std::string_view("\xFF\xFE\x32\x75\0\0", 6)), std::nullopt);
  EXPECT_EQ(text_of_table("\xFF\xFF"), std::nullopt);
}

}  // namespace
}  // namespace nrmm
