#include "cities/identifiers.hpp"

#include <gtest/gtest.h>

// Numbers are those of standards and public notices, or computed from them; none is a person's.
namespace nrmm::cities {
namespace {

const Date kToday = *Date::parse("2025-06-03");

TEST(Phone, LosesWhatPeopleAddToIt) {
  for (const char* typed :
       {"13900000001", " 139 0000 0001 ", "139-0000-0001", "+8613900000001", "+86 139 00000001",
        "１３９０００００００１", "\u200b13900000001", "139\u20140000\u20140001"}) {
    EXPECT_EQ(normal_phone(typed), "13900000001") << typed;
  }
}

TEST(Phone, IsAMainlandMobileNumber) {
  EXPECT_TRUE(valid_phone("13900000001"));
  EXPECT_TRUE(valid_phone("19900000001"));
  for (const char* wrong : {"", "1390000000", "139000000011", "12900000001", "23900000001", "1390000000a",
                            "8613900000001", "02212345678"}) {
    EXPECT_FALSE(valid_phone(wrong)) << wrong;
  }
}

TEST(IdNumber, ExamplesOfTheStandardAndComputedOnes) {
  for (const char* right :
       {"11010519491231002X", "120101199001010009", "120101198506150002", "120101200002290001",
        "141002199001010004", "371502199001010004", "37150219900101008X", "500103198506150006"}) {
    EXPECT_TRUE(valid_id_number(right, kToday)) << right;
  }
}

TEST(IdNumber, WrongCheckDigitDateOrLength) {
  for (const char* wrong :
       {"120101199001010008", "110105194912310021", "120101199902290001", "120101202513010001",
        "12010119900101000", "1201011990010100099", "", "11010519491231002x", "A20101199001010009"}) {
    EXPECT_FALSE(valid_id_number(wrong, kToday)) << wrong;
  }
}

TEST(IdNumber, NobodyIsBornBefore1900OrAfterTheCase) {
  EXPECT_FALSE(valid_id_number("440524188001010014", kToday));
  EXPECT_TRUE(valid_id_number("120101200002290001", *Date::parse("2000-02-29")));
  EXPECT_FALSE(valid_id_number("120101200002290001", *Date::parse("2000-02-28")));
}

TEST(IdNumber, SmallXAndBlanksAreNormalised) {
  EXPECT_EQ(normal_id_number(" 110105 19491231 002x "), "11010519491231002X");
}

TEST(Uscc, PublicCodes) {
  for (const char* right :
       {"91120111663066596T", "91120102103232672W", "91120222673739889R", "91410482MA3X945T1D",
        "91340881MA8NF0FC8P", "91650100734475582K", "92500116MAC5NWKJ9N", "91110000101623741K",
        "911101066976941872", "11500222MB1959811F"}) {
    EXPECT_TRUE(valid_uscc(right)) << right;
  }
}

TEST(Uscc, WrongCheckCharacterOrAlphabet) {
  for (const char* wrong :
       {"91310115MA1H8R7C6D", "91120111663066596A", "91350211M0000XUF46", "9112011166306659",
        "91120111663066596t", "9112O111663066596T", "A112011166306659", ""}) {
    EXPECT_FALSE(valid_uscc(wrong)) << wrong;
  }
  EXPECT_EQ(normal_uscc("9112 0111 6630 6659 6t"), "91120111663066596T");
}

TEST(PlateNumber, LosesDelimitersBlanksAndCase) {
  for (const char* typed : {"*1ab2c3d4e5f6g7h8j*", ">1AB2C3D4E5F6G7H8J<", "＞１ＡＢ2C3D4E5F6G7H8J＜",
                            " 1AB2 C3D4 E5F6 G7H8J ", "＊1AB2C3D4E5F6G7H8J＊"}) {
    EXPECT_EQ(normal_plate_number(typed), "1AB2C3D4E5F6G7H8J") << typed;
  }
}

TEST(PlateNumber, TakesTimeLinearInItsLength) {
  EXPECT_EQ(normal_plate_number(std::string(4'000'000, '*') + "A"), "A");
}

TEST(Pin, SeventeenCharactersWithoutIOQ) {
  EXPECT_TRUE(valid_pin("FTC003RJADE002878"));
  EXPECT_TRUE(valid_pin("XUG0025TTKFC00431"));
  for (const char* wrong : {"FTC003RJADE00287", "FTC003RJADE0028781", "FTCO03RJADE002878",
                            "FTCI03RJADE002878", "FTCQ03RJADE002878", "ftc003rjade002878"}) {
    EXPECT_FALSE(valid_pin(wrong)) << wrong;
  }
}

TEST(Pin, CheckIsOnlyDoubtedWhereADigitStands) {
  for (const char* fine :
       {"WDBEA30D3HA391172", "1VWBP7A37DC046870", "FTC003RJADE002878", "XUG0025TTKFC00431"}) {
    EXPECT_TRUE(pin_check_plausible(fine)) << fine;
  }
  EXPECT_FALSE(pin_check_plausible("WDBEA30D4HA391172"));
}

}  // namespace
}  // namespace nrmm::cities
