#pragma once

#include <string>
#include <string_view>

namespace nrmm::users {

inline constexpr std::size_t kShortestPassword = 8;  // characters, not bytes: Chinese is welcome
inline constexpr std::size_t kLongestPassword = 128;

// Words that whoever chooses a password has at hand; empty: not known.
struct PasswordHolder {
  std::string phone, login, name, city;
};

// Why a password is refused, as the text error.password.<code>; empty: it is taken.
//   length  shorter than 8 or longer than 128 characters
//   own     the account's phone or login
//   common  one of the most frequent of leaked ones (leaked_passwords.py), a number of at most eleven digits
//   (dates,
//           telephones), a repetition, or what zxcvbn holds guessed within 10^8 tries: words, names, keyboard
//           patterns, dates and their mixtures, in which local_words.txt and the holder's words weigh nothing
const char* password_fault(std::string_view password, const PasswordHolder& holder);

}  // namespace nrmm::users
