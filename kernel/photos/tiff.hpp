#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nrmm::photos {

// The TIFF structure inside an EXIF segment, in the file's own byte order. Beyond the end everything is 0; a
// directory has at most 256 entries that are looked at, and no pointer is followed twice.
class Tiff {
 public:
  explicit Tiff(std::string_view data) : data_(data), big_endian_(data.starts_with("MM")) {}

  static bool sound(std::string_view data) {
    return data.size() >= 8 && (data.starts_with("II") || data.starts_with("MM"));
  }

  struct Entry {
    std::uint32_t type = 0, count = 0;
    std::size_t value = 0;  // where its four bytes stand: the value, or where that is
  };
  std::uint32_t first_directory() const { return u32(4); }
  std::optional<Entry> find(std::size_t directory, std::uint32_t tag) const;

  std::optional<std::uint32_t> number(std::size_t directory, std::uint32_t tag) const;  // SHORT or LONG
  std::string text(std::size_t directory, std::uint32_t tag) const;  // printable ASCII; "" when absent
  std::optional<double> rational(const Entry& entry, std::uint32_t index) const;  // none for n/0

 private:
  std::uint32_t byte(std::size_t at) const {
    return at < data_.size() ? static_cast<unsigned char>(data_[at]) : 0;
  }
  std::uint32_t u16(std::size_t at) const {
    return big_endian_ ? byte(at) << 8 | byte(at + 1) : byte(at + 1) << 8 | byte(at);
  }
  std::uint32_t u32(std::size_t at) const {
    return big_endian_ ? u16(at) << 16 | u16(at + 2) : u16(at + 2) << 16 | u16(at);
  }

  std::string_view data_;
  bool big_endian_;
};

}  // namespace nrmm::photos
