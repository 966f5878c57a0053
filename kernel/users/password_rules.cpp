#include "users/password_rules.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include <zxcvbn.h>

#include "base/embedded.hpp"
#include "base/text.hpp"

namespace nrmm::embedded {
extern const File users_leaked_passwords_txt;
extern const File users_local_words_txt;
}  // namespace nrmm::embedded

namespace nrmm::users {
namespace {

// 10^8 guesses. A sign-in is slowed long before; this holds against who has stolen the slow hashes.
constexpr double kLeastBits = 26.6;
// Its cost grows faster than the length; what is strong is so by its first bytes.
constexpr std::size_t kJudgedBytes = 64;

std::string lower(std::string_view text) {
  std::string out = to_half_width(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = std::min(text.find_first_of(" \n", at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
  }
  return words;
}

bool leaked(const std::string& text) {
  static const auto* all = [] {
    const auto words = words_of(embedded::users_leaked_passwords_txt.text);
    return new std::set<std::string, std::less<>>(words.begin(), words.end());
  }();
  return all->contains(text);
}

// A short piece twice or more, or a longer one three times or more: of Chinese, too, which zxcvbn reads as
// bytes.
bool repetition(std::string_view text) {
  for (std::size_t unit = 1; unit * 2 <= text.size(); ++unit) {
    if (text.size() % unit != 0 || (unit > 4 && text.size() / unit < 3)) continue;
    if (text.substr(unit) == text.substr(0, text.size() - unit)) return true;
  }
  return false;
}

bool short_number(std::string_view text) {
  return text.size() <= 11 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Its dictionaries are compiled in and nothing of it is written to: any thread may ask.
bool soon_guessed(const std::string& text, const PasswordHolder& holder) {
  static const auto* local = new auto(words_of(embedded::users_local_words_txt.text));
  std::vector<std::string> own;
  for (const std::string* word : {&holder.phone, &holder.login, &holder.name, &holder.city})
    if (!word->empty()) own.push_back(lower(*word));
  std::vector<const char*> words;
  for (const std::string& word : own) words.push_back(word.c_str());
  for (const std::string& word : *local) words.push_back(word.c_str());
  words.push_back(nullptr);
  return ZxcvbnMatch(text.substr(0, kJudgedBytes).c_str(), words.data(), nullptr) < kLeastBits;
}

}  // namespace

const char* password_fault(std::string_view password, const PasswordHolder& holder) {
  const std::size_t length = code_points(password);
  if (length < kShortestPassword || length > kLongestPassword) return "length";
  const std::string text = lower(password);
  if ((!holder.phone.empty() && text == holder.phone) ||
      (!holder.login.empty() && text == lower(holder.login)))
    return "own";
  if (leaked(text) || short_number(text) || repetition(text)) return "common";
  return soon_guessed(to_half_width(password), holder) ? "common" : "";
}

}  // namespace nrmm::users
