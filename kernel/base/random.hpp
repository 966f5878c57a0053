#pragma once

#include <string>
#include <string_view>

namespace nrmm {

// Identifier of a row: UUID version 7, so that ids sort by creation and list cursors need no second column.
std::string new_id();
bool is_id(std::string_view text);

std::string random_token();            // 256 bits, base64url
std::string random_digits(int count);  // uniform, leading zeros kept

}  // namespace nrmm
