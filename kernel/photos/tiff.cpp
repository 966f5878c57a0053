#include "photos/tiff.hpp"

#include <algorithm>

namespace nrmm::photos {
namespace {

constexpr std::size_t kEntries = 256;
constexpr std::size_t kEntryBytes = 12;
constexpr std::size_t kLongestText = 100;
constexpr std::uint32_t kText = 2, kShort = 3, kLong = 4, kRational = 5;

}  // namespace

std::optional<Tiff::Entry> Tiff::find(std::size_t directory, std::uint32_t tag) const {
  if (directory == 0 || directory >= data_.size()) return std::nullopt;
  const std::size_t count = std::min<std::size_t>(u16(directory), kEntries);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = directory + 2 + i * kEntryBytes;
    if (at + kEntryBytes > data_.size()) break;
    if (u16(at) == tag) return Entry{u16(at + 2), u32(at + 4), at + 8};
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Tiff::number(std::size_t directory, std::uint32_t tag) const {
  const auto entry = find(directory, tag);
  if (!entry) return std::nullopt;
  if (entry->type == kShort) return u16(entry->value);
  if (entry->type == kLong) return u32(entry->value);
  return std::nullopt;
}

std::string Tiff::text(std::size_t directory, std::uint32_t tag) const {
  const auto entry = find(directory, tag);
  if (!entry || entry->type != kText) return "";
  const std::size_t at = entry->count > 4 ? u32(entry->value) : entry->value;
  std::string out;
  for (std::size_t i = 0; i < std::min<std::size_t>(entry->count, kLongestText); ++i) {
    const std::uint32_t c = byte(at + i);
    if (c == 0) break;
    if (c < 0x20 || c > 0x7E) return "";
    out += static_cast<char>(c);
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::optional<double> Tiff::rational(const Entry& entry, std::uint32_t index) const {
  if (entry.type != kRational || index >= entry.count || entry.count > 8) return std::nullopt;
  const std::size_t at = static_cast<std::size_t>(u32(entry.value)) + std::size_t{8} * index;
  if (at + 8 > data_.size() || u32(at + 4) == 0) return std::nullopt;
  return static_cast<double>(u32(at)) / u32(at + 4);
}

}  // namespace nrmm::photos
