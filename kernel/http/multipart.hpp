#pragma once

#include <string>
#include <string_view>

#include "http/request.hpp"

namespace nrmm::http {

// The boundary a multipart/form-data content type names; Problem 400 when it names none that RFC 2046 allows.
std::string multipart_boundary(std::string_view content_type);

// The one part of a body, a file in the field `file`. Strict: no preamble, no second part, closing boundary
// at the end. File names are never used; those that try something (path, escape, control or direction marks,
// pictographs) are refused. Problem 400 for everything else.
Upload parse_single_part(const std::string& boundary, std::string&& body);

}  // namespace nrmm::http
