#include "photos/exif.hpp"

#include <cstdint>

namespace nrmm::photos {

namespace {

// TIFF numbers in the file's own byte order; beyond the end everything is 0.
struct Tiff {
  std::string_view data;
  bool big_endian;

  std::uint32_t byte(std::size_t at) const {
    return at < data.size() ? static_cast<unsigned char>(data[at]) : 0;
  }
  std::uint32_t u16(std::size_t at) const {
    return big_endian ? byte(at) << 8 | byte(at + 1) : byte(at + 1) << 8 | byte(at);
  }
  std::uint32_t u32(std::size_t at) const {
    return big_endian ? u16(at) << 16 | u16(at + 2) : u16(at + 2) << 16 | u16(at);
  }
};

constexpr std::string_view kMark{"Exif\0\0", 6};
constexpr std::uint32_t kOrientation = 0x0112;
constexpr std::uint32_t kShort = 3;

}  // namespace

int exif_orientation(std::string_view app1) {
  if (!app1.starts_with(kMark) || app1.size() < kMark.size() + 8) return 1;
  const std::string_view data = app1.substr(kMark.size());
  if (!data.starts_with("II") && !data.starts_with("MM")) return 1;
  const Tiff tiff{data, data.starts_with("MM")};
  const std::size_t directory = tiff.u32(4);
  const std::size_t entries = tiff.u16(directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * 12;
    if (entry + 12 > data.size()) break;
    if (tiff.u16(entry) != kOrientation || tiff.u16(entry + 2) != kShort) continue;
    const std::uint32_t value = tiff.u16(entry + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace nrmm::photos
