#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Time-based one-time passwords, RFC 6238 with its defaults, which every authenticator understands: SHA-1,
// steps of 30 seconds, six digits. Keys are raw bytes.
namespace nrmm::users {

inline constexpr std::int64_t kTotpSeconds = 30;

std::string new_totp_key();  // 160 bits

std::string totp_code(std::string_view key, std::int64_t step);

// The step whose code this is: now's or a neighbour's, for clocks differ, and later than `after`, so that no
// code is good twice. Takes the same time for a wrong one.
std::optional<std::int64_t> totp_step(std::string_view key, std::string_view code, std::int64_t unix_seconds,
                                      std::int64_t after);

std::string base32(std::string_view bytes);  // RFC 4648, without padding

// What an authenticator reads from a QR code: otpauth://totp/<issuer>:<account>?…
std::string totp_uri(std::string_view key, std::string_view issuer, std::string_view account);

}  // namespace nrmm::users
