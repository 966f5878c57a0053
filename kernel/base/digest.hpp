#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nrmm {

std::string sha256_hex(std::string_view bytes);
std::string base64url(std::string_view bytes);  // without padding
// Only what base64url() writes; nullopt for anything else.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace nrmm
