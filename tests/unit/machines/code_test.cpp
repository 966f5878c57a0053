#include "machines/code.hpp"

#include <set>

#include <gtest/gtest.h>

#include "cities/loader.hpp"
#include "cities/standard_catalogue.hpp"

namespace nrmm::machines {
namespace {

const Date kDay = *Date::parse("2025-06-03");

std::shared_ptr<const cities::Pack> pack_of(const std::string& id) {
  Diagnostics diagnostics;
  const auto files = cities::read_pack_folder(NRMM_SOURCE_DIR "/cities", id, diagnostics);
  auto pack = cities::load_pack(files, cities::standard_catalogue(), kDay, diagnostics);
  for (const auto& diagnostic : diagnostics.all()) {
    if (diagnostic.level == Diagnostic::Level::error) ADD_FAILURE() << diagnostic.str();
  }
  return pack;
}

// The city that published its format whole: stage, hyphen, N, two digits of the district, five characters.
class Code : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { pack_ = pack_of("chongqing"); }
  static void TearDownTestSuite() { pack_.reset(); }
  void SetUp() override { ASSERT_TRUE(pack_); }

  std::string serial(const char* district, std::int64_t number) {
    return format_serial(*pack_, *pack_->district(district), number, kDay).value_or("none");
  }
  std::optional<ReadCode> read(std::string_view typed) { return read_code(*pack_, typed, kDay); }

  static std::shared_ptr<const cities::Pack> pack_;
};

std::shared_ptr<const cities::Pack> Code::pack_;

// F087: the ten digits and 24 letters, zero first, no I and no O.
TEST_F(Code, CountsInThirtyFourCharacters) {
  EXPECT_EQ(serial("500106", 1), "N0700001");
  EXPECT_EQ(serial("500106", 10), "N070000A");
  EXPECT_EQ(serial("500106", 17), "N070000H");
  EXPECT_EQ(serial("500106", 18), "N070000J") << "there is no I";
  EXPECT_EQ(serial("500106", 22), "N070000N");
  EXPECT_EQ(serial("500106", 23), "N070000P") << "there is no O";
  EXPECT_EQ(serial("500106", 33), "N070000Z");
  EXPECT_EQ(serial("500106", 34), "N0700010");
  EXPECT_EQ(serial("500106", 34 * 34), "N0700100");
}

// F087, X027: 34^5 numbers a district, zero not among them.
TEST_F(Code, EndsAtTheLastNumberOfADistrict) {
  EXPECT_EQ(serial_capacity(*pack_, kDay), 45'435'424);
  EXPECT_EQ(serial("500106", 45'435'423), "N07ZZZZZ");
  EXPECT_EQ(serial("500106", 45'435'424), "none");
  EXPECT_EQ(serial("500106", 0), "none");
  EXPECT_EQ(serial("500106", -1), "none");
}

// F088, F089: the province's letter, then the district as the city numbers it, 01 to 41.
TEST_F(Code, BeginsWithProvinceAndDistrict) {
  std::set<std::string> prefixes;
  for (const auto& district : pack_->districts) {
    const std::string prefix = serial_prefix(*pack_, district, kDay);
    EXPECT_EQ(prefix, "N" + district.code);
    EXPECT_GE(district.code, "01");
    EXPECT_LE(district.code, "41");
    prefixes.insert(prefix);
  }
  EXPECT_EQ(prefixes.size(), 41u);
}

// F085: one character of the stage, a hyphen, the serial.
TEST_F(Code, IsShownWithItsStage) {
  EXPECT_EQ(display_code(*pack_, "3", "N0700001", kDay), "3-N0700001");
  EXPECT_EQ(display_code(*pack_, "D", "N0700001", kDay), "D-N0700001");
  EXPECT_EQ(display_code(*pack_, "X", "N0700001", kDay), "X-N0700001");
}

// F085, F098: as people write, scan and copy it.
TEST_F(Code, IsReadAsPeopleWriteIt) {
  for (const char* typed : {"3-N070A1Z9", "3-n070a1z9", " 3-N070A1Z9 ", "环3-N070A1Z9", "环 3-N070A1Z9",
                            "３－Ｎ０７０Ａ１Ｚ９", "3—N070A1Z9", "3–N070A1Z9", "3−N070A1Z9", "3_N070A1Z9",
                            "3N070A1Z9", "3-N07 0A1Z9", "环３-n07 0A1Z9"}) {
    const auto code = read(typed);
    ASSERT_TRUE(code) << typed;
    EXPECT_EQ(code->stage, "3") << typed;
    EXPECT_EQ(code->serial, "N070A1Z9") << typed;
  }
  for (const char* typed : {"N070A1Z9", "n070a1z9", "环N070A1Z9", "Ｎ０７０Ａ１Ｚ９"}) {
    const auto code = read(typed);
    ASSERT_TRUE(code) << typed;
    EXPECT_EQ(code->stage, "") << typed;
    EXPECT_EQ(code->serial, "N070A1Z9") << typed;
  }
}

// F086: the stage is one of the city's: D for electric, X for unknown, no stage 0, no letter else.
TEST_F(Code, KnowsItsStages) {
  for (const char* typed :
       {"1-N070A1Z9", "2-N070A1Z9", "3-N070A1Z9", "4-N070A1Z9", "D-N070A1Z9", "X-N070A1Z9"})
    EXPECT_TRUE(read(typed)) << typed;
  for (const char* typed : {"0-N070A1Z9", "9-N070A1Z9", "A-N070A1Z9", "--N070A1Z9"})
    EXPECT_FALSE(read(typed)) << typed;
}

TEST_F(Code, RefusesWhatIsNone) {
  for (const char* typed :
       {"", " ", "环", "-", "N", "3-N070A1Z", "3-N070A1Z99", "3-N070A1ZI", "3-N070A1ZO", "N070A1Z*",
        "33-N070A1Z9", "3--N070A1Z9", "3-N07'0A1Z", "3-N070A1Z%", "渝A12345", "\xff\xfe"})
    EXPECT_FALSE(read(typed)) << typed;
  EXPECT_FALSE(read(std::string(10'000, 'N')));
  EXPECT_FALSE(read(std::string("3-N070A1Z\0", 10)));
}

// F051: another city's code has the same form, so it is read; whose it is, is another question.
TEST_F(Code, OfAnotherCityIsReadButNotOwn) {
  EXPECT_TRUE(read("3-K0100001"));
  EXPECT_FALSE(read_own_code(*pack_, "3-K0100001", kDay));
  EXPECT_FALSE(read_own_code(*pack_, "3-N4200001", kDay)) << "there is no district 42";
  EXPECT_TRUE(read_own_code(*pack_, "3-N4100001", kDay));
}

// F224: districts that were dissolved keep their codes readable.
TEST_F(Code, OfAClosedDistrictStaysOwn) {
  const Date later = *Date::parse("2026-06-03");
  for (const char* id : {"500105", "500112"}) {
    ASSERT_FALSE(pack_->district(id)->live(later)) << id;
    EXPECT_TRUE(read_own_code(*pack_, "3-N" + pack_->district(id)->code + "00001", later)) << id;
  }
}

// F088: the format is the country's, what fills it the city's.
TEST(CodeOfAnotherPack, HasTheSameFormAndOtherCharacters) {
  const auto pack = pack_of("linfen");
  ASSERT_TRUE(pack);
  const auto serial = format_serial(*pack, *pack->district("141002"), 1, kDay);
  ASSERT_TRUE(serial);
  EXPECT_EQ(*serial, serial_prefix(*pack, *pack->district("141002"), kDay) + "00001");
  EXPECT_EQ(serial->size(), 8u);
  EXPECT_NE((*serial)[0], 'N');
  EXPECT_TRUE(read_own_code(*pack, "4-" + *serial, kDay));
}

// A pack may state any text for its format; one that is none issues nothing.
TEST(CodeOfAnotherPack, AFormatThatIsNoneGivesNoSerial) {
  const auto national = pack_of("national");
  ASSERT_TRUE(national);
  cities::Pack pack = *national;
  for (const char* format :
       {"{serial:x}", "{serial:99999999999}", "{serial:-1}", "{serial:40}", "{serial:}", "{", ""}) {
    cities::Policy policy;
    policy.undated = {format, {}, {}};
    pack.policies["code.format"] = policy;
    EXPECT_EQ(format_serial(pack, cities::District{}, 1, kDay), std::nullopt) << format;
    display_code(pack, "3", "A", kDay);
  }
}

}  // namespace
}  // namespace nrmm::machines
