#pragma once

#include <string_view>

namespace nrmm::photos {

// The orientation (1 … 8) that an APP1 segment's EXIF states; 1 when it states none or is not to be
// understood.
int exif_orientation(std::string_view app1);

}  // namespace nrmm::photos
