#pragma once

#include <cstdint>

#include "photos/picture.hpp"

namespace nrmm::photos {

// A part of an upright picture, in pixels.
struct Frame {
  int left, top, right, bottom;
};
Frame centre_of(const Frame& frame);  // its middle nine tenths

// 64 bits, one for each pair of neighbours in the frame shrunk to 9x8 grey pixels: the left one is darker.
// Pictures that look alike (scaled, compressed again) differ in few bits.
std::uint64_t difference_hash(const Picture& picture, const Frame& frame);

// The hash of the picture's mirror image.
std::uint64_t mirrored(std::uint64_t hash);

// Whether a hash says anything: that of a wall or of the night has hardly a bit set, or hardly one that is
// not.
bool telling(std::uint64_t hash);

}  // namespace nrmm::photos
