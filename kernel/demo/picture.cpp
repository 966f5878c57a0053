#include "demo/picture.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include <jpeglib.h>

namespace nrmm::demo {
namespace {

constexpr int kWidth = 320;
constexpr int kHeight = 240;
using Colour = std::array<unsigned char, 3>;

struct Block {
  int left, top, right, bottom;
  Colour colour;
};

// A sky, a ground and a machine of a few blocks: enough that no two pictures look alike to a hash.
std::vector<Block> scene(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto between = [&](int low, int high) {
    return low + static_cast<int>(random() % static_cast<unsigned>(high - low));
  };
  const auto shade = [&] { return static_cast<unsigned char>(between(40, 240)); };
  std::vector<Block> blocks = {{0, 0, kWidth, kHeight / 2, {shade(), shade(), 235}},
                               {0, kHeight / 2, kWidth, kHeight, {150, shade(), 90}}};
  for (int i = 0; i < 12; ++i) {
    const int left = between(0, kWidth - 40);
    const int top = between(0, kHeight - 40);
    blocks.push_back(
        {left, top, left + between(20, 120), top + between(20, 90), {shade(), shade(), shade()}});
  }
  return blocks;
}

std::vector<unsigned char> paint(const std::vector<Block>& blocks) {
  std::vector<unsigned char> pixels(static_cast<std::size_t>(kWidth * kHeight * 3));
  for (const Block& block : blocks) {
    for (int y = block.top; y < std::min(block.bottom, kHeight); ++y) {
      for (int x = block.left; x < std::min(block.right, kWidth); ++x) {
        for (int c = 0; c < 3; ++c) {
          pixels[static_cast<std::size_t>((y * kWidth + x) * 3 + c)] =
              block.colour[static_cast<std::size_t>(c)];
        }
      }
    }
  }
  return pixels;
}

}  // namespace

std::string draw_picture(std::uint32_t seed) {
  auto pixels = paint(scene(seed));
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &buffer, &size);
  jpeg.image_width = kWidth;
  jpeg.image_height = kHeight;
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    JSAMPROW row = pixels.data() + static_cast<std::size_t>(jpeg.next_scanline) * kWidth * 3;
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  std::string out(reinterpret_cast<char*>(buffer), size);
  jpeg_destroy_compress(&jpeg);
  std::free(buffer);
  return out;
}

}  // namespace nrmm::demo
