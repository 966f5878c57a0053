#include "passport/token.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include <sodium.h>

#include "base/digest.hpp"
#include "passport/signing_key.hpp"

namespace nrmm::passport {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kKeyId = 8, kDay = 2, kStage = 1, kSerial = 8;
constexpr std::size_t kBeforeCity = kKeyId + kDay + kStage + kSerial;
constexpr std::size_t kSignature = crypto_sign_BYTES;
constexpr Date kFirstDay{std::chrono::sys_days(2020y / 1 / 1)};

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool of_a_code(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }
bool of_a_city(char c) { return c > ' ' && c <= '~'; }

bool all(std::string_view text, bool (*good)(char)) { return std::all_of(text.begin(), text.end(), good); }

bool fits(const Content& content) {
  const int day = kFirstDay.days_until(content.issued_on);
  return content.stage.size() == kStage && content.serial.size() == kSerial && !content.city.empty() &&
         content.city.size() <= kLongestCity && all(content.stage, of_a_code) &&
         all(content.serial, of_a_code) && all(content.city, of_a_city) && day >= 0 &&
         day <= std::numeric_limits<std::uint16_t>::max();
}

std::string two_bytes(int number) {
  constexpr int kByte = 256;
  return {static_cast<char>(number / kByte), static_cast<char>(number % kByte)};
}

int number(std::string_view two) {
  constexpr int kByte = 256;
  return static_cast<unsigned char>(two[0]) * kByte + static_cast<unsigned char>(two[1]);
}

// Takes its first `size` bytes off the text.
std::string_view take(std::string_view& text, std::size_t size) {
  const std::string_view taken = text.substr(0, size);
  text.remove_prefix(size);
  return taken;
}

}  // namespace

std::string key_id(std::string_view public_key) {
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash;
  crypto_generichash(hash.data(), hash.size(), bytes(public_key), public_key.size(), nullptr, 0);
  return std::string(reinterpret_cast<const char*>(hash.data()), kKeyId);
}

bool looks_like_one(std::string_view text) { return text.starts_with(kMark); }

std::optional<Token> read(std::string_view text) {
  if (!looks_like_one(text) || text.size() > kLongest) return std::nullopt;
  const auto decoded = from_base64url(text.substr(kMark.size()));
  if (!decoded || decoded->size() <= kBeforeCity + kSignature) return std::nullopt;
  Token token;
  std::string_view rest = *decoded;
  token.signature = rest.substr(rest.size() - kSignature);
  rest.remove_suffix(kSignature);
  token.signed_part = std::string(kMark) + std::string(rest);
  token.key_id = take(rest, kKeyId);
  token.content.issued_on = kFirstDay.plus_days(number(take(rest, kDay)));
  token.content.stage = take(rest, kStage);
  token.content.serial = take(rest, kSerial);
  token.content.city = rest;
  return fits(token.content) ? std::optional(std::move(token)) : std::nullopt;
}

bool signed_by(const Token& token, std::string_view public_key) {
  return public_key.size() == crypto_sign_PUBLICKEYBYTES && token.signature.size() == kSignature &&
         crypto_sign_verify_detached(bytes(token.signature), bytes(token.signed_part),
                                     token.signed_part.size(), bytes(public_key)) == 0;
}

std::string write(const Content& content, const SigningKey& key) {
  if (!fits(content)) throw std::invalid_argument("a passport has no room for this content");
  const std::string said = key_id(key.public_key()) + two_bytes(kFirstDay.days_until(content.issued_on)) +
                           content.stage + content.serial + content.city;
  const std::string mark(kMark);
  return mark + base64url(said + key.sign(mark + said));
}

}  // namespace nrmm::passport
