#include "users/legacy_list.hpp"

#include <gtest/gtest.h>

namespace nrmm::users {
namespace {

struct Read {
  std::vector<LegacyRow> rows;
  std::vector<std::string> faults;  // <line> <code>
};

Read read(const std::string& text) {
  Diagnostics diagnostics;
  Read out{read_legacy_list(text, "list.csv", diagnostics), {}};
  diagnostics.sort();
  for (const Diagnostic& each : diagnostics.all())
    out.faults.push_back(std::to_string(each.source.line) + " " + each.code);
  return out;
}

using Faults = std::vector<std::string>;

// F015
TEST(LegacyList, RowsAsTheyAreWritten) {
  const auto list = read(
      "\xEF\xBB\xBFphone,login,name\r\n138 1234 5678,tjuser1,\"王五,某公司\"\r\n\r\n"
      "+86-13900000001,\"u\"\"2\",\n");
  EXPECT_EQ(list.faults, Faults{});
  ASSERT_EQ(list.rows.size(), 2U);
  EXPECT_EQ(list.rows[0].login, "tjuser1");
  EXPECT_EQ(list.rows[0].phone, "13812345678");
  EXPECT_EQ(list.rows[0].name, "王五,某公司");
  EXPECT_EQ(list.rows[1].login, "u\"2");
  EXPECT_EQ(list.rows[1].line, 4);
}

TEST(LegacyList, EverythingWrongHasItsLine) {
  const auto list =
      read("login,phone\na,13812345678\nb,1381234567\n,13812345678\na,13800000000\nc\nd,13900000001,x\n");
  EXPECT_EQ(list.faults, (Faults{"3 L002", "4 L002", "5 L003", "6 L002", "7 L002"}));
}

// F015: as spreadsheets write it here, in GBK; a quote that does not end swallows no rows in silence.
TEST(LegacyList, WhatASpreadsheetWrote) {
  const auto list = read("login,phone,name\r\ntjuser1,13812345678,\xCD\xF5\xCE\xE5\r\n");
  EXPECT_EQ(list.faults, Faults{});
  ASSERT_EQ(list.rows.size(), 1U);
  EXPECT_EQ(list.rows[0].name, "王五");
  EXPECT_EQ(read("login,phone\n\"a,13812345678\nb,13812345679\n").faults.size(), 1U);
  EXPECT_EQ(read("login,phone\na\xFF\xFF,13812345678\n").faults, Faults{"1 L002"});
}

TEST(LegacyList, TheHeadNamesItsColumns) {
  EXPECT_EQ(read("login,telephone\na,13812345678\n").faults, (Faults{"1 L001", "1 L001"}));
  EXPECT_EQ(read("login,login,phone\n").faults, Faults{"1 L001"});
  EXPECT_EQ(read("").faults, (Faults{"1 L001", "1 L001"}));
}

// What is wrong is said without the value: it is somebody's number.
TEST(LegacyList, NoValueIsRepeated) {
  Diagnostics diagnostics;
  read_legacy_list("login,phone\nsecretlogin,1381234567\n", "list.csv", diagnostics);
  read_legacy_list("secretlogin,13812345678\n", "list.csv", diagnostics);
  for (const Diagnostic& each : diagnostics.all()) {
    EXPECT_EQ(each.message.find("1381234567"), std::string::npos);
    EXPECT_EQ(each.message.find("secretlogin"), std::string::npos);
  }
}

}  // namespace
}  // namespace nrmm::users
