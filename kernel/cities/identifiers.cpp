#include "cities/identifiers.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/text.hpp"

namespace nrmm::cities {
namespace {

bool all_of(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

constexpr std::string_view kDigits = "0123456789";

using Parts = std::initializer_list<std::string_view>;

std::string without(std::string_view text, Parts parts) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto part =
        std::find_if(parts.begin(), parts.end(), [&](std::string_view one) { return text.starts_with(one); });
    const std::size_t length = part == parts.end() ? 1 : part->size();
    if (part == parts.end()) out += text.front();
    text.remove_prefix(length);
  }
  return out;
}

// Half-width, upper case, without blanks: no-break, en, em and zero-width ones come with copied texts.
std::string bare(std::string_view text) {
  return without(ascii_upper(to_half_width(text)),
                 {" ", "\t", "\r", "\n", "\u00a0", "\u2002", "\u2003", "\u200b", "\ufeff"});
}

// A 17-character body weighed, modulo `modulus`; `alphabet` gives the values.
int weighed(std::string_view body, std::string_view alphabet, const std::array<int, 17>& weights,
            int modulus) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += static_cast<int>(alphabet.find(body[i])) * weights[i];
  }
  return sum % modulus;
}

int vin_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";
  constexpr std::string_view kValues = "12345678123457923456789";
  return kValues[kLetters.find(c)] - '0';
}

}  // namespace

std::string normal_phone(std::string_view text) {
  std::string phone = without(bare(text), {"-", "\u2010", "\u2011", "\u2013", "\u2014"});
  if (phone.starts_with("+86")) phone.erase(0, 3);
  return phone;
}

bool valid_phone(std::string_view phone) {
  return phone.size() == 11 && all_of(phone, kDigits) && phone[0] == '1' && phone[1] >= '3';
}

std::string normal_id_number(std::string_view text) { return bare(text); }

bool valid_id_number(std::string_view number, Date on) {
  constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kCheck = "10X98765432";
  if (number.size() != 18 || !all_of(number.substr(0, 17), kDigits)) return false;
  const std::string born = std::string(number.substr(6, 4)) + '-' + std::string(number.substr(10, 2)) + '-' +
                           std::string(number.substr(12, 2));
  const auto date = Date::parse(born);
  if (!date || on < *date) return false;
  return number[17] == kCheck[static_cast<std::size_t>(weighed(number, kDigits, kWeights, 11))];
}

std::string normal_uscc(std::string_view text) { return without(bare(text), {"-"}); }

bool valid_uscc(std::string_view code) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  constexpr std::array<int, 17> kWeights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  if (code.size() != 18 || !all_of(code, kAlphabet) || !all_of(code.substr(2, 6), kDigits)) return false;
  const int check = (31 - weighed(code, kAlphabet, kWeights, 31)) % 31;
  return code[17] == kAlphabet[static_cast<std::size_t>(check)];
}

std::string normal_plate_number(std::string_view text) {
  return without(bare(text), {"*", "<", ">", "\u2217", "\u3008", "\u3009", "\u300a", "\u300b"});
}

bool valid_pin(std::string_view pin) {
  return pin.size() == 17 && all_of(pin, "0123456789ABCDEFGHJKLMNPRSTUVWXYZ");
}

bool pin_check_plausible(std::string_view pin) {
  constexpr std::array<int, 17> kWeights{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  if (!valid_pin(pin) || pin[8] < '0' || pin[8] > '9') return true;
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += vin_value(pin[i]) * kWeights[i];
  return sum % 11 == pin[8] - '0';
}

}  // namespace nrmm::cities
