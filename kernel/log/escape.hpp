#pragma once

#include <string>
#include <string_view>

namespace nrmm::log {

// JSON text whose remaining control characters (DEL, C1, line separators) and text direction marks are
// written as \uXXXX. Expects well-formed JSON in UTF-8: the characters below U+0020 are escaped there
// already.
std::string escaped(std::string_view json);

}  // namespace nrmm::log
