#include "cities/field_value.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <re2/re2.h>

#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "cities/place_value.hpp"

namespace nrmm::cities {
namespace {

// Where a pack states no max_length. Answers are one page at most; what is longer is no answer to a field.
constexpr int kLongestText = 2000;
constexpr int kLongestIdentifier = 64;

Reading wrong(Json value, std::string code, Json placeholders = Json::object()) {
  return {std::move(value), std::move(code), std::move(placeholders)};
}

// Control characters and those that change the direction of writing: they make a text read as another.
bool has_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t at) {
      return i + at < text.size() ? static_cast<unsigned char>(text[i + at]) : 0;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7F) return true;
    if (byte(0) == 0xC2 && byte(1) < 0xA0) return true;  // U+0080–009F
    if (byte(0) != 0xE2) continue;
    if (byte(1) == 0x80 && byte(2) >= 0xA8 && byte(2) <= 0xAE) return true;  // U+2028–202E
    if (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) return true;  // U+2066–2069
  }
  return false;
}

Reading read_text(const Field& field, std::string text) {
  if (has_control(text)) return wrong(std::move(text), "type");
  const int most = longest_answer(field);
  if (code_points(text) <= static_cast<std::size_t>(most)) return {std::move(text), {}, {}};
  return wrong(std::move(text), "max_length", {{"max", most}});
}

Reading read_identifier(const Field& field, const std::string& text, Date on) {
  switch (field.type) {
    case FieldType::phone: {
      const std::string phone = normal_phone(text);
      return valid_phone(phone) ? Reading{phone, {}, {}} : wrong(phone, "phone");
    }
    case FieldType::id_number: {
      const std::string number = normal_id_number(text);
      return valid_id_number(number, on) ? Reading{number, {}, {}} : wrong(number, "id_number");
    }
    case FieldType::uscc: {
      const std::string code = normal_uscc(text);
      return valid_uscc(code) ? Reading{code, {}, {}} : wrong(code, "uscc");
    }
    default:
      return read_text(field, normal_plate_number(text));
  }
}

Reading read_number(const Field& field, const Json& answer) {
  const double number = answer.get<double>();
  if (!std::isfinite(number)) return wrong(nullptr, "type");
  Json value = answer;
  if (field.type == FieldType::integer && !answer.is_number_integer()) {
    if (number != std::floor(number) || std::abs(number) > 9.0e15) return wrong(answer, "type");
    value = static_cast<std::int64_t>(number);
  }
  if (field.min && number < *field.min) return wrong(value, "min", {{"min", *field.min}});
  if (field.max && number > *field.max) return wrong(value, "max", {{"max", *field.max}});
  return {value, {}, {}};
}

Reading read_choice(const Pack& pack, const Field& field, const Json& answer, Date on) {
  const Vocabulary* words = pack.vocabulary(field.vocabulary);
  const bool offered = words != nullptr && words->offers(answer.get_ref<const std::string&>(), on);
  return offered ? Reading{answer, {}, {}} : wrong(answer, "choice");
}

Reading read_district(const Pack& pack, const Json& answer, Date on) {
  const District* district = pack.district(answer.get_ref<const std::string&>());
  return district != nullptr && district->live(on) ? Reading{answer, {}, {}} : wrong(answer, "district");
}

Reading read_date(const std::string& text) {
  return Date::parse(text) ? Reading{text, {}, {}} : wrong(text, "date");
}

std::optional<Reading> miscounted(const Field& field, const Json& list) {
  const auto count = static_cast<double>(list.size());
  const double most = std::min(field.max.value_or(kLongestList), kLongestList);
  if (field.min && count < *field.min) return wrong(list, "min_count", {{"min", *field.min}});
  if (count > most) return wrong(list, "max_count", {{"max", most}});
  return std::nullopt;
}

Reading read_photo(const Json& id) {
  const std::string text = trim(id.get_ref<const std::string&>());
  const bool fits = !text.empty() && code_points(text) <= kLongestIdentifier && !has_control(text);
  return fits ? Reading{text, {}, {}} : wrong(text, "photo");
}

// Choices and photos: counted before anything compares them, every item by itself, none twice.
template <typename ReadItem>
Reading read_list(const Field& field, const Json& answer, const char* twice, ReadItem read_item) {
  if (auto reading = miscounted(field, answer)) return *reading;
  Json list = Json::array();
  for (const Json& item : answer) {
    Reading reading = read_item(item);
    if (!reading.code.empty()) return wrong(answer, reading.code);
    if (std::find(list.begin(), list.end(), reading.value) != list.end()) return wrong(answer, twice);
    list.push_back(std::move(reading.value));
  }
  return {std::move(list), {}, {}};
}

Reading read_typed(const Pack& pack, const Field& field, const Json& answer, Date on) {
  switch (field.type) {
    case FieldType::text:
      return read_text(field, trim(answer.get_ref<const std::string&>()));
    case FieldType::integer:
    case FieldType::number:
      return read_number(field, answer);
    case FieldType::date:
      return read_date(trim(answer.get_ref<const std::string&>()));
    case FieldType::choice:
      return read_choice(pack, field, answer, on);
    case FieldType::choices:
      return read_list(field, answer, "choice",
                       [&](const Json& item) { return read_choice(pack, field, item, on); });
    case FieldType::district:
      return read_district(pack, answer, on);
    case FieldType::photo:
      return read_photo(answer);
    case FieldType::photos:
      return read_list(field, answer, "photo", read_photo);
    case FieldType::position:
    case FieldType::area:
      return read_place(field.type, answer);
    default:
      return read_identifier(field, answer.get_ref<const std::string&>(), on);
  }
}

}  // namespace

int longest_answer(const Field& field) {
  const int longest = field.type == FieldType::text ? kLongestText : kLongestIdentifier;
  return field.max_length ? std::min(*field.max_length, longest) : longest;
}

Reading read_answer(const Pack& pack, const Field& field, const Json& answer, Date on) {
  if (!answered(answer)) return {};
  Reading reading = read_typed(pack, field, answer, on);
  return answered(reading.value) ? reading : Reading{};
}

bool matches_pattern(const Field& field, const Json& value) {
  if (field.pattern.empty() || !value.is_string()) return true;
  const std::string& text = value.get_ref<const std::string&>();
  if (field.compiled_pattern) return re2::RE2::PartialMatch(text, *field.compiled_pattern);
  return re2::RE2::PartialMatch(text, re2::RE2(field.pattern, re2::RE2::Quiet));
}

bool is_personal(FieldType type) { return type == FieldType::phone || type == FieldType::id_number; }

}  // namespace nrmm::cities
