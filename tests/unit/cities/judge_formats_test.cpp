#include <gtest/gtest.h>

#include "cities/place_value.hpp"
#include "sample_pack.hpp"

namespace nrmm::cities {
namespace {

using sample::codes;
using sample::judged;

Form asking(Field field) {
  Form form;
  form.name = "form";
  sample::ask(form, "only", {std::move(field)});
  return form;
}

// The code of what is wrong with one answer; empty when it is well-formed.
std::string code(const Field& field, Json answer, const char* date = "2025-06-03") {
  const Judgement made =
      judged(sample::city(), asking(field), {{field.name, std::move(answer)}}, Json::object(), date);
  EXPECT_EQ(made.verified.size() + made.errors.size(), 1U);
  return made.errors.empty() ? "" : made.errors[0].code;
}

Json kept(const Field& field, Json answer) {
  return judged(sample::city(), asking(field), {{field.name, std::move(answer)}}).answers[field.name];
}

TEST(JudgeFormats, TextsAreTrimmedAndCounted) {
  Field text = sample::field("place", FieldType::text);
  text.max_length = 3;
  EXPECT_EQ(kept(text, "　 一号库 "), "一号库");
  EXPECT_EQ(code(text, "一号库"), "");
  EXPECT_EQ(code(text, "一号库A"), "max_length");
}

TEST(JudgeFormats, NoControlOrDirectionCharactersInTexts) {
  const Field text = sample::field("place", FieldType::text);
  for (const char* wrong :
       {"a\nb", "a\tb", "a\x7f", "a\u0085", "a\u2028", "a\u202e", "a\u2066", "\u001b[31m"})
    EXPECT_EQ(code(text, wrong), "type") << wrong;
  EXPECT_EQ(code(text, "a\u00a0é—“”"), "");
}

TEST(JudgeFormats, NumbersAreNormalisedBeforeTheirPattern) {
  Field number = sample::field("machine_env_code", FieldType::machine_env_code);
  number.pattern = "^[0-9A-Z]{17}$";
  EXPECT_EQ(kept(number, "*1ab2c3d4e5f6g7h8j*"), "1AB2C3D4E5F6G7H8J");
  EXPECT_EQ(code(number, "*1ab2c3d4e5f6g7h8j*"), "");
  EXPECT_EQ(code(number, "1AB2C3D4E5F6G7H8"), "pattern");
}

TEST(JudgeFormats, TheCityMayExplainAKindOfNumber) {
  Field pin = sample::field("pin", FieldType::pin);
  pin.pattern = "^[0-9A-HJ-NPR-Z]{17}$";
  const Judgement made = judged(sample::city(), asking(pin), {{"pin", "SHORT"}});
  ASSERT_EQ(codes(made.errors), "pin:pattern");
  EXPECT_EQ(made.errors[0].message, "pin的标签应为17位。");
}

// domain: makers have rules of their own, so a PIN is never refused by its check digit.
TEST(JudgeFormats, APinWithADoubtfulCheckDigitIsOnlyNoted) {
  const Judgement made =
      judged(sample::city(), asking(sample::field("pin", FieldType::pin)), {{"pin", "WDBEA30D4HA391172"}});
  EXPECT_FALSE(made.refused());
  ASSERT_EQ(codes(made.flags), "pin:pin_check");
  EXPECT_EQ(made.flags[0].level, "note");
}

TEST(JudgeFormats, IdentityNumbersByTheirCheckDigit) {
  const Field id = sample::field("id_number", FieldType::id_number);
  EXPECT_EQ(code(id, "11010519491231002x"), "");
  EXPECT_EQ(code(id, "110105194912310021"), "id_number");
  EXPECT_EQ(code(id, "120101200002290001", "2000-02-28"), "id_number");
  EXPECT_EQ(code(sample::field("uscc", FieldType::uscc), "91120111663066596A"), "uscc");
  EXPECT_EQ(code(sample::field("phone", FieldType::phone), "+86 139-0000-0001"), "");
  EXPECT_EQ(code(sample::field("phone", FieldType::phone), "12345"), "phone");
}

TEST(JudgeFormats, PersonalNumbersAreNotRepeatedInFindings) {
  const Judgement made = judged(sample::city(), asking(sample::field("id_number", FieldType::id_number)),
                                {{"id_number", "110105194912310021"}});
  EXPECT_EQ(made.errors[0].inputs, Json({{"id_number", "present"}}));
  EXPECT_EQ(dump_json(made.errors[0].to_json()).find("110105"), std::string::npos);
}

TEST(JudgeFormats, RangesOfNumbers) {
  Field power = sample::field("power_kw", FieldType::number);
  power.min = 1;
  power.max = 5000;
  EXPECT_EQ(code(power, 162.5), "");
  EXPECT_EQ(code(power, 1), "");
  EXPECT_EQ(code(power, 0.9), "min");
  EXPECT_EQ(code(power, 5000.1), "max");
  const Judgement made = judged(sample::city(), asking(power), {{"power_kw", 6000}});
  EXPECT_EQ(made.errors[0].message, "power_kw的标签不能大于5000。");
}

TEST(JudgeFormats, IntegersMayBeWrittenWithAPoint) {
  const Field speed = sample::field("speed_rpm", FieldType::integer);
  EXPECT_EQ(dump_json(kept(speed, 2200.0)), "2200");
  EXPECT_EQ(code(speed, 2200.5), "type");
}

TEST(JudgeFormats, DatesThatExist) {
  const Field date = sample::field("made", FieldType::date);
  EXPECT_EQ(code(date, "2024-02-29"), "");
  for (const char* wrong : {"2025-02-29", "2025-2-1", "20250201", "2025-13-01", "gestern"})
    EXPECT_EQ(code(date, wrong), "date") << wrong;
}

// R18: only what the city offers.
TEST(JudgeFormats, ChoicesAreTheCitysAndGivenOnce) {
  const Field fuel = sample::choice("fuel", "fuel");
  EXPECT_EQ(code(fuel, "diesel"), "");
  EXPECT_EQ(code(fuel, "coal"), "choice");
  Field several = fuel;
  several.type = FieldType::choices;
  several.max = 2;
  EXPECT_EQ(code(several, {"diesel", "electric"}), "");
  EXPECT_EQ(code(several, {"diesel", "coal"}), "choice");
  EXPECT_EQ(code(several, {"diesel", "diesel"}), "choice");
  EXPECT_EQ(code(several, {"diesel", "electric", "petrol"}), "max_count");
}

TEST(JudgeFormats, DistrictsThatAreOpenOnTheDate) {
  const Field district = sample::field("district", FieldType::district);
  EXPECT_EQ(code(district, "990101"), "");
  EXPECT_EQ(code(district, "990102", "2025-11-05"), "");
  EXPECT_EQ(code(district, "990102", "2025-11-06"), "district");
  EXPECT_EQ(code(district, "120101"), "district");
}

// R15: how many views of the body.
TEST(JudgeFormats, PhotosByCount) {
  Field photos = sample::field("photos_body", FieldType::photos);
  photos.min = 2;
  photos.max = 3;
  EXPECT_EQ(code(photos, {"a", "b"}), "");
  EXPECT_EQ(code(photos, Json::array({"a"})), "min_count");
  EXPECT_EQ(code(photos, {"a", "b", "c", "d"}), "max_count");
  EXPECT_EQ(code(photos, {"a", "a"}), "photo");
  EXPECT_EQ(code(sample::field("photo", FieldType::photo), std::string(65, 'a')), "photo");
}

TEST(JudgeFormats, ListsWithoutALimitEndAtAHundred) {
  const auto code_of = [](int count) {
    Json photos = Json::array();
    for (int i = 0; i < count; ++i) photos.push_back("p" + std::to_string(i));
    return code(sample::field("photos", FieldType::photos), photos);
  };
  EXPECT_EQ(code_of(100), "");
  EXPECT_EQ(code_of(101), "max_count");
  EXPECT_EQ(code_of(200'000), "max_count");  // and at once
}

TEST(JudgeFormats, PositionsWithTheirDatum) {
  const Field position = sample::field("position", FieldType::position);
  EXPECT_EQ(code(position, {{"lon", 117.2}, {"lat", 39.1}, {"datum", "gcj02"}, {"accuracy_m", 15}}), "");
  EXPECT_EQ(code(position, {{"lon", 117.2}, {"lat", 39.1}}), "position");
  EXPECT_EQ(code(position, {{"lon", 181}, {"lat", 39.1}, {"datum", "wgs84"}}), "position");
  EXPECT_EQ(code(position, {{"lon", 117.2}, {"lat", -91}, {"datum", "wgs84"}}), "position");
  EXPECT_EQ(code(position, {{"lon", 117.2}, {"lat", 39.1}, {"datum", "mars"}}), "position");
  EXPECT_EQ(code(position, {{"lon", 117.2}, {"lat", 39.1}, {"datum", "bd09"}, {"accuracy_m", -1}}),
            "position");
}

// R07, F131: a place of one part or several, each an outline that encloses something.
TEST(JudgeFormats, PlacesOfSeveralParts) {
  const Field area = sample::field("area", FieldType::area);
  const Json west = parse_json("[[117.0,39.0],[117.1,39.0],[117.1,39.1]]");
  const Json east = parse_json("[[118.0,39.0],[118.1,39.0],[118.1,39.1]]");
  const Json line = parse_json("[[117.0,39.0],[117.1,39.0]]");
  EXPECT_EQ(code(area, {{"outline", west}, {"datum", "wgs84"}}), "");
  EXPECT_EQ(code(area, {{"outlines", Json::array({west, east})}, {"datum", "wgs84"}}), "");
  EXPECT_EQ(code(area, {{"outlines", Json::array({west, line})}, {"datum", "wgs84"}}), "position");
  EXPECT_EQ(code(area, {{"outlines", Json::array()}, {"datum", "wgs84"}}), "position");
  EXPECT_EQ(code(area, {{"outlines", Json::array({west})}, {"outline", east}, {"datum", "wgs84"}}),
            "position");
  EXPECT_EQ(code(area, {{"outlines", Json(kMostOutlines + 1, west)}, {"datum", "wgs84"}}), "position");
}

TEST(JudgeFormats, TheNearestPartCounts) {
  const Json parts = parse_json(
      R"({"outlines": [[[117.0,39.0],[117.1,39.0],[117.1,39.1]], [[118.0,39.0],[118.1,39.0],[118.1,39.1]]],
          "datum": "wgs84", "lon": 117.5, "lat": 39.0})");
  const Place place = place_of(parts);
  EXPECT_EQ(metres_to(place, {117.09, 39.05}), 0);
  EXPECT_EQ(metres_to(place, {118.09, 39.05}), 0);
  EXPECT_GT(metres_to(place, {117.5, 39.0}).value(), 30000);
  EXPECT_EQ(metres_to(place_of({{"lon", 117.5}, {"lat", 39.0}, {"datum", "wgs84"}}), {117.5, 39.0}), 0);
  EXPECT_FALSE(metres_to(Place{}, {117.5, 39.0}));
}

}  // namespace
}  // namespace nrmm::cities
