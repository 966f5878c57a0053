#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nrmm {

bool valid_utf8(std::string_view text);
std::size_t code_points(std::string_view text);  // of valid UTF-8

// Blanks as people type them: ASCII white space and the ideographic space.
std::string trim(std::string_view text);
// Full-width ASCII (Ａ－／１) to ASCII; other characters stay.
std::string to_half_width(std::string_view text);
std::string ascii_upper(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace nrmm
