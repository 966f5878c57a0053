#pragma once

#include <string_view>

namespace nrmm::http {

// Whether a client's file name is just a name: UTF-8, at most 255 bytes, no path, no escape of a quote or
// line end, no control or direction characters, no pictographs.
bool plain_file_name(std::string_view name);

}  // namespace nrmm::http
