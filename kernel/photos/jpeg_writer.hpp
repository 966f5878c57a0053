#pragma once

#include <string>

#include "photos/picture.hpp"

namespace nrmm::photos {

// Baseline JPEG of the upright picture: nothing but pixels is written.
std::string write_jpeg(const Picture& picture);

}  // namespace nrmm::photos
