#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "photos/photo.hpp"

namespace nrmm::photos {

// What speaks against a photo having been taken with the camera just now: `format` (screenshots are no JPEG),
// `too_old` and `in_future` (the time that the camera wrote). The time is missing in most photos that come
// through a mini-program, so its absence says nothing. For a reviewer, not to refuse by. `issued` and `now`
// are seconds since 1970: when the ticket was given out, and the receipt.
std::vector<std::string> doubts_of(const Photo& photo, std::int64_t issued, std::int64_t now);

}  // namespace nrmm::photos
