#pragma once

#include <string_view>

#include "base/json.hpp"

namespace nrmm::photos {

// Of a JPEG's APP1 segment. Whatever cannot be understood counts as absent: nothing here throws or reads
// beyond the segment, however it is made.

bool is_exif(std::string_view app1);

// The orientation (1 … 8) that it states; 1 when it states none.
int exif_orientation(std::string_view app1);

// taken_at, offset_assumed, maker, model, software, position {lon, lat, datum}: see Photo::exif.
Json exif_evidence(std::string_view app1);

}  // namespace nrmm::photos
