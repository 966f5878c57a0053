#include "photos/difference_hash.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace nrmm::photos {

namespace {

constexpr int kColumns = 9;
constexpr int kRows = 8;

// Mean brightness of one cell; in small pictures neighbouring cells share a pixel.
std::uint64_t brightness(const Picture& picture, const Frame& frame, int column, int row) {
  const int width = frame.right - frame.left, height = frame.bottom - frame.top;
  const int left = frame.left + width * column / kColumns;
  const int right = std::max(left + 1, frame.left + width * (column + 1) / kColumns);
  const int top = frame.top + height * row / kRows;
  const int bottom = std::max(top + 1, frame.top + height * (row + 1) / kRows);
  std::uint64_t sum = 0;
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) {
      const unsigned char* pixel = picture.at(x, y);
      sum += 299u * pixel[0] + 587u * pixel[1] + 114u * pixel[2];
    }
  return sum / (static_cast<std::uint64_t>(right - left) * static_cast<std::uint64_t>(bottom - top));
}

}  // namespace

Frame centre_of(const Frame& frame) {
  const int width = frame.right - frame.left, height = frame.bottom - frame.top;
  return {frame.left + width / 20, frame.top + height / 20, frame.right - width / 20,
          frame.bottom - height / 20};
}

std::uint64_t difference_hash(const Picture& picture, const Frame& frame) {
  std::uint64_t hash = 0;
  for (int row = 0; row < kRows; ++row) {
    std::array<std::uint64_t, kColumns> cells;
    for (int column = 0; column < kColumns; ++column)
      cells[static_cast<std::size_t>(column)] = brightness(picture, frame, column, row);
    for (std::size_t i = 0; i + 1 < cells.size(); ++i) hash = hash << 1 | (cells[i] < cells[i + 1] ? 1u : 0u);
  }
  return hash;
}

// In a mirror the cells of a row stand in reverse, and who was darker on the left is so on the right.
std::uint64_t mirrored(std::uint64_t hash) {
  std::uint64_t out = 0;
  for (int row = 0; row < kRows; ++row) {
    for (int bit = 0; bit < 8; ++bit) {
      const std::uint64_t darker = hash >> (row * 8 + bit) & 1u;
      out |= (darker ^ 1u) << (row * 8 + 7 - bit);
    }
  }
  return out;
}

bool telling(std::uint64_t hash) {
  constexpr int kLeast = 8;
  return std::popcount(hash) >= kLeast && std::popcount(~hash) >= kLeast;
}

}  // namespace nrmm::photos
