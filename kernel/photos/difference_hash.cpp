#include "photos/difference_hash.hpp"

#include <algorithm>
#include <array>

namespace nrmm::photos {

namespace {

constexpr int kColumns = 9;
constexpr int kRows = 8;

// Mean brightness of one cell; in small pictures neighbouring cells share a pixel.
std::uint64_t brightness(const Picture& picture, int column, int row) {
  const int left = picture.width() * column / kColumns;
  const int right = std::max(left + 1, picture.width() * (column + 1) / kColumns);
  const int top = picture.height() * row / kRows;
  const int bottom = std::max(top + 1, picture.height() * (row + 1) / kRows);
  std::uint64_t sum = 0;
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) {
      const unsigned char* pixel = picture.at(x, y);
      sum += 299u * pixel[0] + 587u * pixel[1] + 114u * pixel[2];
    }
  return sum / (static_cast<std::uint64_t>(right - left) * static_cast<std::uint64_t>(bottom - top));
}

}  // namespace

std::uint64_t difference_hash(const Picture& picture) {
  std::uint64_t hash = 0;
  for (int row = 0; row < kRows; ++row) {
    std::array<std::uint64_t, kColumns> cells;
    for (int column = 0; column < kColumns; ++column)
      cells[static_cast<std::size_t>(column)] = brightness(picture, column, row);
    for (std::size_t i = 0; i + 1 < cells.size(); ++i) hash = hash << 1 | (cells[i] < cells[i + 1] ? 1u : 0u);
  }
  return hash;
}

}  // namespace nrmm::photos
