#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nrmm::photos {

// Decoded pixels as the camera wrote them, with the EXIF orientation (1 … 8) in which they are to be looked
// at. They are turned while being read: a turned copy would double the memory of a large picture.
struct Picture {
  int stored_width = 0;
  int stored_height = 0;
  int orientation = 1;
  std::vector<unsigned char> rgb;  // three bytes per pixel, row by row
  std::string app1{};              // the EXIF segment, as it stands in the file

  bool on_its_side() const { return orientation >= 5; }
  int width() const { return on_its_side() ? stored_height : stored_width; }
  int height() const { return on_its_side() ? stored_width : stored_height; }
  const unsigned char* at(int x, int y) const;  // upright; three bytes
};

// What a decoder may use before it gives up: a small file can describe a great deal of work.
struct Bounds {
  std::int64_t max_pixels;
  std::chrono::steady_clock::time_point deadline;

  bool pixels_ok(std::int64_t width, std::int64_t height) const {
    return width > 0 && height > 0 && width <= max_pixels / height;
  }
  bool in_time() const { return std::chrono::steady_clock::now() < deadline; }
};

// Both throw Problem 422 photo.pixels (by the header, before anything is decoded) or photo.damaged.
Picture read_jpeg(std::string_view bytes, const Bounds& bounds);
Picture read_png(std::string_view bytes, const Bounds& bounds);

}  // namespace nrmm::photos
