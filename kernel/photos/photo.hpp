#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace nrmm::photos {

struct Limits {
  std::size_t max_bytes = 12u << 20;
  std::int64_t max_pixels = 50'000'000;
};

// A photo as the register keeps it: re-encoded JPEG without metadata, upright.
struct Photo {
  std::string jpeg;
  std::string sha256;   // of `jpeg`
  std::uint64_t dhash;  // difference hash of the 9x8 grey picture
  int width;
  int height;
  std::uint64_t centre = 0;  // difference hash of its middle nine tenths: a cropped copy looks like that
  bool from_camera = true;   // a JPEG; screenshots are PNG
  // What the camera wrote, not in `jpeg`: taken_at (RFC 3339), offset_assumed, maker, model, software,
  // position {lon, lat, datum}. Only what is there and makes sense. Whoever holds a file may write anything
  // there.
  Json exif = Json::object();
};

// Type by content (JPEG, PNG), size and pixel limits before decoding, EXIF orientation applied, then
// re-encoded. Takes seconds of processor time for a large picture, at most ten; at most two pictures are
// decoded at once in a process, others wait. Throws Problem: 413 request.too_large, 415 photo.type, 422
// photo.pixels, 422 photo.damaged.
Photo accept(std::string_view bytes, const Limits& limits);

}  // namespace nrmm::photos
