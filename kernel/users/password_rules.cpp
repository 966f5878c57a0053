#include "users/password_rules.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "base/embedded.hpp"
#include "base/text.hpp"

namespace nrmm::embedded {
extern const File users_breached_passwords_txt;
extern const File users_common_passwords_txt;
}  // namespace nrmm::embedded

namespace nrmm::users {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return c >= 'a' && c <= 'z'; }

std::string lower(std::string_view text) {
  std::string out = to_half_width(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

using Words = std::set<std::string, std::less<>>;

void add_words(Words& words, std::string_view text) {
  std::string word;
  for (const char c : text) {
    if (c != ' ' && c != '\n') {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::move(word));
      word.clear();
    }
  }
}

const Words& common() {
  static const auto* words = [] {
    auto* set = new Words;
    add_words(*set, embedded::users_common_passwords_txt.text);
    add_words(*set, embedded::users_breached_passwords_txt.text);
    return set;
  }();
  return *words;
}

// p@ssw0rd reads as password.
std::string plain_letters(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    switch (c) {
      case '@':
      case '4':
        c = 'a';
        break;
      case '0':
        c = 'o';
        break;
      case '1':
      case '!':
        c = 'i';
        break;
      case '3':
        c = 'e';
        break;
      case '$':
      case '5':
        c = 's';
        break;
      default:
        break;
    }
  }
  return out;
}

// A listed word, alone or with up to six digits before or after it.
bool listed(const std::string& text) {
  if (common().contains(text) || common().contains(plain_letters(text))) return true;
  std::size_t head = 0, tail = text.size();
  while (head < text.size() && digit(text[head])) ++head;
  while (tail > head && digit(text[tail - 1])) --tail;
  const bool one_side = head == 0 || tail == text.size();
  const std::size_t digits = head + (text.size() - tail);
  if (!one_side || digits == 0 || digits > 6 || tail == head) return false;
  const std::string core = text.substr(head, tail - head);
  if (common().contains(core)) return true;
  const std::string plain = plain_letters(core);
  return std::all_of(plain.begin(), plain.end(), letter) && common().contains(plain);
}

// A short piece twice or more, or a longer one three times or more.
bool repetition(std::string_view text) {
  for (std::size_t unit = 1; unit * 2 <= text.size(); ++unit) {
    if (text.size() % unit != 0 || (unit > 4 && text.size() / unit < 3)) continue;
    if (text.substr(unit) == text.substr(0, text.size() - unit)) return true;
  }
  return false;
}

// Every character is the neighbour of the one before it, always in one direction.
bool run(std::string_view text) {
  static constexpr std::string_view kRows[] = {"01234567890", "abcdefghijklmnopqrstuvwxyz",
                                               "qwertyuiop",  "asdfghjkl",
                                               "zxcvbnm",     "1qaz2wsx3edc4rfv5tgb6yhn7ujm"};
  std::string backwards(text.rbegin(), text.rend());
  return std::any_of(std::begin(kRows), std::end(kRows), [&](std::string_view row) {
    return row.find(text) != std::string_view::npos || row.find(backwards) != std::string_view::npos;
  });
}

// Dates, phone numbers and the like: eleven digits or fewer.
bool short_number(std::string_view text) {
  return text.size() <= 11 && std::all_of(text.begin(), text.end(), digit);
}

bool everybodys(const std::string& text) {
  return listed(text) || repetition(text) || run(text) || short_number(text);
}

}  // namespace

const char* password_fault(std::string_view password, std::string_view phone, std::string_view login) {
  const std::size_t length = code_points(password);
  if (length < kShortestPassword || length > kLongestPassword) return "length";
  const std::string text = lower(password);
  if ((!phone.empty() && text == phone) || (!login.empty() && text == lower(login))) return "own";
  return everybodys(text) ? "common" : "";
}

}  // namespace nrmm::users
