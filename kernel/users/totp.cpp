#include "users/totp.hpp"

#include <array>

#include <Poco/HMACEngine.h>
#include <Poco/SHA1Engine.h>
#include <Poco/URI.h>
#include <sodium.h>

namespace nrmm::users {
namespace {

constexpr std::size_t kKeyBytes = 20;
constexpr int kDigits = 6;
constexpr std::uint32_t kModulus = 1'000'000;

std::string big_endian(std::int64_t step) {
  std::string out(8, '\0');
  for (int i = 7; i >= 0; --i, step >>= 8) out[static_cast<std::size_t>(i)] = static_cast<char>(step & 0xFF);
  return out;
}

// RFC 4226, 5.3: four bytes from where the last one says, without the sign.
std::uint32_t truncated(const Poco::DigestEngine::Digest& digest) {
  const std::size_t offset = digest.back() & 0x0FU;
  std::uint32_t value = digest[offset] & 0x7FU;
  for (std::size_t i = 1; i < 4; ++i) value = value << 8 | digest[offset + i];
  return value;
}

std::string encoded(std::string_view text) {
  std::string out;
  Poco::URI::encode(std::string(text), ":/?#[]@!$&'()*+,;=", out);
  return out;
}

}  // namespace

std::string new_totp_key() {
  std::string key(kKeyBytes, '\0');
  randombytes_buf(key.data(), key.size());
  return key;
}

std::string totp_code(std::string_view key, std::int64_t step) {
  Poco::HMACEngine<Poco::SHA1Engine> hmac{std::string(key)};
  hmac.update(big_endian(step));
  std::string digits = std::to_string(truncated(hmac.digest()) % kModulus);
  return std::string(kDigits - digits.size(), '0') + digits;
}

std::optional<std::int64_t> totp_step(std::string_view key, std::string_view code, std::int64_t unix_seconds,
                                      std::int64_t after) {
  std::optional<std::int64_t> found;
  const std::int64_t now = unix_seconds / kTotpSeconds;
  for (std::int64_t step = now - 1; step <= now + 1; ++step) {
    const std::string right = totp_code(key, step);
    const bool same =
        code.size() == right.size() && sodium_memcmp(code.data(), right.data(), right.size()) == 0;
    if (same && step > after) found = step;
  }
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char byte : bytes) {
    held = held << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) out += kAlphabet[held >> (bits - 5) & 31U];
  }
  if (bits > 0) out += kAlphabet[held << (5 - bits) & 31U];
  return out;
}

std::string totp_uri(std::string_view key, std::string_view issuer, std::string_view account) {
  const std::string name = encoded(issuer);
  return "otpauth://totp/" + name + ":" + encoded(account) + "?secret=" + base32(key) + "&issuer=" + name;
}

}  // namespace nrmm::users
