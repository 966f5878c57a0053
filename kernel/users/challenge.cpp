#include "users/challenge.hpp"

#include <array>
#include <string_view>

#include <sodium.h>

namespace nrmm::users {
namespace {

constexpr std::array<std::string_view, 10> kDigits = {"零", "一", "二", "三", "四",
                                                      "五", "六", "七", "八", "九"};
constexpr int kTerms = 40;  // 10 to 49, so that every sum and difference stays below a hundred
constexpr int kLeast = 10;

struct Wording {
  std::string_view before, between, after;
  bool minus;
};
constexpr Wording kWordings[] = {
    {"", "加", "等于多少？", false},     {"", "与", "的和是多少？", false},
    {"比", "多", "的数是多少？", false}, {"", "再添上", "是多少？", false},
    {"", "减去", "等于多少？", true},    {"从", "里拿走", "还剩多少？", true},
};

}  // namespace

std::string chinese_number(int value) {
  const auto digit = [](int one) { return std::string(kDigits[static_cast<std::size_t>(one)]); };
  if (value < 10) return digit(value);
  std::string out = value < 20 ? "十" : digit(value / 10) + "十";
  return value % 10 == 0 ? out : out + digit(value % 10);
}

Question question_of(std::uint32_t seed) {
  constexpr std::uint32_t kCount = std::size(kWordings);
  const Wording& words = kWordings[seed % kCount];
  const int a = kLeast + static_cast<int>(seed / kCount % kTerms);
  const int b = kLeast + static_cast<int>(seed / kCount / kTerms % kTerms);
  // What is left is never less than nothing.
  const int first = words.minus ? a + b : a;
  std::string text(words.before);
  text.append(chinese_number(first)).append(words.between).append(chinese_number(b)).append(words.after);
  return {text + "请用数字回答。", std::to_string(words.minus ? a : a + b)};
}

Question new_question() { return question_of(randombytes_random()); }

}  // namespace nrmm::users
