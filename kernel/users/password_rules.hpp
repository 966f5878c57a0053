#pragma once

#include <string_view>

namespace nrmm::users {

inline constexpr std::size_t kShortestPassword = 8;  // characters, not bytes: Chinese is welcome
inline constexpr std::size_t kLongestPassword = 128;

// Why a password is refused, as the text error.password.<code>; empty: it is taken.
//   length  shorter than 8 or longer than 128 characters
//   common  one of those that everybody tries first: the lists beside this file, with digits before or after,
//           with the usual replacements (p@ssw0rd), runs of neighbours on the keyboard, repetitions, short
//           numbers. common_passwords.txt has what is tried here and the words of this service,
//           breached_passwords.txt the most frequent of leaked ones (of at least eight characters, from
//           zxcvbn 4.4.2, MIT licence, (c) 2012-2016 Dan Wheeler and Dropbox, Inc.)
//   own     the account's phone or login
const char* password_fault(std::string_view password, std::string_view phone, std::string_view login = {});

}  // namespace nrmm::users
