#pragma once

#include <string>
#include <string_view>

namespace nrmm {

std::string sha256_hex(std::string_view bytes);
std::string base64url(std::string_view bytes);  // without padding

}  // namespace nrmm
