#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <string>

namespace nrmm::photos::testing {

using Pixel = std::array<unsigned char, 3>;
using Paint = std::function<Pixel(int x, int y)>;

struct JpegOptions {
  std::string app1{};     // e.g. exif(…)
  std::string comment{};  // a COM segment
  bool inked = false;     // CMYK as Adobe's programs write it
  bool progressive = false;
  bool many_scans = false;  // a pass for every coefficient
  int quality = 95;
};

// Pictures as a camera or an attacker would send them.
std::string jpeg(int width, int height, const Paint& paint, const JpegOptions& options = {});
std::string png(int width, int height, const Paint& paint, bool transparent = false);
std::string black_png(int width, int height);  // one bit per pixel, so that very large ones stay small files

// An APP1 segment with an orientation, a maker's name and a position.
// An EXIF segment as a phone writes it, little endian.
struct CameraNotes {
  std::string taken = "2025:06:03 10:20:30";
  unsigned denominator = 1;  // of the position's parts
};
std::string camera_exif(const CameraNotes& notes);

std::string exif(int orientation, bool big_endian = false);

// Left half red, right half blue, the upper left quarter green: no turn or mirror of it looks the same.
Paint flag(int width, int height);
Paint gradient(int width, int height);

// A JPEG's pixels, decoded without any turning.
struct Decoded {
  int width = 0;
  int height = 0;
  std::string rgb{};
  Pixel at(int x, int y) const;
};
Decoded decode(const std::string& jpeg);

struct TemporaryFolder {
  TemporaryFolder();
  ~TemporaryFolder();
  std::filesystem::path path;
};

}  // namespace nrmm::photos::testing
