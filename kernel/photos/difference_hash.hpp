#pragma once

#include <cstdint>

#include "photos/picture.hpp"

namespace nrmm::photos {

// 64 bits, one for each pair of neighbours in the picture shrunk to 9x8 grey pixels: the left one is darker.
// Pictures that look alike (scaled, compressed again) differ in few bits.
std::uint64_t difference_hash(const Picture& picture);

}  // namespace nrmm::photos
