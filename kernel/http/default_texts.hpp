#pragma once

#include <string>
#include <string_view>

namespace nrmm::http {

// What is said where no pack can be asked: no city in the path, a broken request, a code the pack has no text
// for. An unknown code gives the text of its status.
std::string default_text(std::string_view code, int status);

}  // namespace nrmm::http
