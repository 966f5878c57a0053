#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "http/message.hpp"

namespace nrmm::http {

// The version in `If-Match: "3"`. Problem 428 where it is missing, 400 where it is no strong version of ours.
std::int64_t required_version(const Headers& headers);

// 1..128 visible ASCII characters. Problem 428 where it is missing, 400 where it is anything else.
std::string required_idempotency_key(const Headers& headers);

// The token of `Authorization: Bearer`, the only place tokens are taken from; nothing without the header.
// Problem 401 for another scheme or something that cannot be a token.
std::optional<std::string> bearer_token(const Headers& headers);

}  // namespace nrmm::http
