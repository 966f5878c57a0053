#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace nrmm::passport {

class SigningKey;

// What a passport says of a machine: that this city's register held it, in this stage, on this day.
struct Content {
  std::string city;    // that issued it; a pack's id
  std::string stage;   // one character
  std::string serial;  // eight
  Date issued_on{};

  bool operator==(const Content&) const = default;
};

// A passport as text is `nrmm1.` and base64url, without padding, of
//   key id 8 | day of issue 2 | stage 1 | serial 8 | city 1–40 | Ed25519 signature 64
// where the signature is over all before it, the mark included. There is one text for one content and key.
inline constexpr std::string_view kMark = "nrmm1.";
inline constexpr std::size_t kLongestCity = 40;
inline constexpr std::size_t kLongest = 170;  // characters: bytes of a QR code of version 9, level M

// One that was read. Nothing is known yet of who wrote it.
struct Token {
  Content content;
  std::string key_id;  // bytes
  std::string signed_part;
  std::string signature;
};

// The 8 bytes by which a token names the key that signed it.
std::string key_id(std::string_view public_key);

// Whether somebody typed or scanned one, sound or not.
bool looks_like_one(std::string_view text);

// nullopt: not a passport, or one that is cut off, too long or not in the one form it may have.
std::optional<Token> read(std::string_view text);
bool signed_by(const Token& token, std::string_view public_key);

// std::invalid_argument where the content does not fit.
std::string write(const Content& content, const SigningKey& key);

}  // namespace nrmm::passport
