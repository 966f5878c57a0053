#include "pictures.hpp"

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include <jpeglib.h>
#include <png.h>

namespace nrmm::photos::testing {

namespace {

void write_marker(jpeg_compress_struct& jpeg, int marker, const std::string& data) {
  if (!data.empty())
    jpeg_write_marker(&jpeg, marker, reinterpret_cast<const JOCTET*>(data.data()),
                      static_cast<unsigned>(data.size()));
}

std::vector<jpeg_scan_info> pass_for_every_coefficient() {
  std::vector<jpeg_scan_info> scans{{3, {0, 1, 2}, 0, 0, 0, 0}};
  for (int component = 0; component < 3; ++component)
    for (int coefficient = 1; coefficient < 64; ++coefficient)
      scans.push_back({1, {component, 0, 0}, coefficient, coefficient, 0, 0});
  return scans;
}

void put(std::string& out, const Pixel& pixel, bool inked) {
  for (const unsigned char light : pixel)
    out += static_cast<char>(light);  // Adobe's ink is inverted: it equals light
  if (inked) out += static_cast<char>(255);
}

std::string u16(unsigned value, bool big_endian) {
  const char high = static_cast<char>(value >> 8);
  const char low = static_cast<char>(value & 255);
  return big_endian ? std::string{high, low} : std::string{low, high};
}

std::string u32(unsigned value, bool big_endian) {
  const std::string high = u16(value >> 16, big_endian);
  const std::string low = u16(value & 0xFFFF, big_endian);
  return big_endian ? high + low : low + high;
}

std::string png_of(int width, int height, int depth, int colour,
                   const std::function<std::string(int)>& row_at) {
  std::string out;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &out,
      [](png_structp p, png_bytep bytes, std::size_t length) {
        static_cast<std::string*>(png_get_io_ptr(p))->append(reinterpret_cast<char*>(bytes), length);
      },
      nullptr);
  png_set_compression_level(png, 1);
  png_set_filter(png, 0, PNG_FILTER_NONE);
  png_set_IHDR(png, info, static_cast<unsigned>(width), static_cast<unsigned>(height), depth, colour,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  for (int y = 0; y < height; ++y) png_write_row(png, reinterpret_cast<png_const_bytep>(row_at(y).data()));
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return out;
}

}  // namespace

std::string jpeg(int width, int height, const Paint& paint, const JpegOptions& options) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* buffer = nullptr;
  unsigned long length = 0;
  jpeg_mem_dest(&jpeg, &buffer, &length);
  jpeg.image_width = static_cast<JDIMENSION>(width);
  jpeg.image_height = static_cast<JDIMENSION>(height);
  jpeg.input_components = options.inked ? 4 : 3;
  jpeg.in_color_space = options.inked ? JCS_CMYK : JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg.write_Adobe_marker = options.inked ? TRUE : FALSE;
  jpeg_set_quality(&jpeg, options.quality, TRUE);
  if (options.progressive) jpeg_simple_progression(&jpeg);
  const std::vector<jpeg_scan_info> scans = pass_for_every_coefficient();
  if (options.many_scans) {
    jpeg.scan_info = scans.data();
    jpeg.num_scans = static_cast<int>(scans.size());
  }
  jpeg_start_compress(&jpeg, TRUE);
  write_marker(jpeg, JPEG_APP0 + 1, options.app1);
  write_marker(jpeg, JPEG_COM, options.comment);
  for (int y = 0; y < height; ++y) {
    std::string row;
    for (int x = 0; x < width; ++x) put(row, paint(x, y), options.inked);
    JSAMPROW pointer = reinterpret_cast<JSAMPROW>(row.data());
    jpeg_write_scanlines(&jpeg, &pointer, 1);
  }
  jpeg_finish_compress(&jpeg);
  const std::string out(reinterpret_cast<char*>(buffer), length);
  jpeg_destroy_compress(&jpeg);
  std::free(buffer);
  return out;
}

std::string png(int width, int height, const Paint& paint, bool transparent) {
  return png_of(width, height, 8, transparent ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, [&](int y) {
    std::string row;
    for (int x = 0; x < width; ++x) {
      put(row, paint(x, y), false);
      if (transparent) row += '\0';
    }
    return row;
  });
}

std::string black_png(int width, int height) {
  const std::string row(static_cast<std::size_t>(width + 7) / 8, '\0');
  return png_of(width, height, 1, PNG_COLOR_TYPE_GRAY, [&](int) { return row; });
}

std::string exif(int orientation, bool big_endian) {
  const std::string maker = "SecretPhoneMaker";
  const auto entry = [&](unsigned tag, unsigned type, unsigned count, const std::string& value) {
    return u16(tag, big_endian) + u16(type, big_endian) + u32(count, big_endian) + value;
  };
  std::string tiff =
      (big_endian ? "MM" : "II") + u16(42, big_endian) + u32(8, big_endian) + u16(4, big_endian);
  tiff += entry(0x0100, 3, 1,
                u16(3, big_endian) + u16(0, big_endian));  // a width that could pass for an orientation
  tiff += entry(0x010F, 2, static_cast<unsigned>(maker.size() + 1), u32(62, big_endian));
  tiff += entry(0x0112, 3, 1, u16(static_cast<unsigned>(orientation), big_endian) + u16(0, big_endian));
  tiff += entry(0x8825, 4, 1, u32(0, big_endian));
  tiff += u32(0, big_endian) + maker + '\0' + "GPS 39.9042 116.4074";
  return std::string("Exif\0\0", 6) + tiff;
}

// Directories and what they point to, one after another: main, EXIF, GPS, texts and rationals.
std::string camera_exif(const CameraNotes& notes) {
  const auto entry = [](unsigned tag, unsigned type, unsigned count, unsigned value) {
    return u16(tag, false) + u16(type, false) + u32(count, false) + u32(value, false);
  };
  constexpr unsigned kMain = 8, kSub = kMain + 2 + 3 * 12 + 4, kGps = kSub + 2 + 12 + 4;
  constexpr unsigned kMaker = kGps + 2 + 4 * 12 + 4, kTaken = kMaker + 7, kLatitude = kTaken + 20;
  const auto rational = [&](unsigned value) { return u32(value, false) + u32(notes.denominator, false); };
  std::string tiff = "II" + u16(42, false) + u32(kMain, false);
  tiff += u16(3, false) + entry(0x010F, 2, 7, kMaker) + entry(0x8769, 4, 1, kSub) +
          entry(0x8825, 4, 1, kGps) + u32(0, false);
  tiff += u16(1, false) + entry(0x9003, 2, 20, kTaken) + u32(0, false);
  tiff += u16(4, false) + entry(1, 2, 2, 'N') + entry(2, 5, 3, kLatitude) + entry(3, 2, 2, 'E') +
          entry(4, 5, 3, kLatitude + 24) + u32(0, false);
  tiff += std::string("HUAWEI") + '\0' + notes.taken + '\0';
  tiff += rational(36) + rational(30) + rational(0) + rational(111) + rational(15) + rational(0);
  return std::string("Exif\0\0", 6) + tiff;
}

Paint flag(int width, int height) {
  return [=](int x, int y) -> Pixel {
    if (x >= width / 2) return {0, 0, 255};
    return y < height / 2 ? Pixel{0, 255, 0} : Pixel{255, 0, 0};
  };
}

Paint gradient(int width, int height) {
  return [=](int x, int y) -> Pixel {
    const auto wave = static_cast<unsigned char>((x * 255 / width + (y * 4 / height) * 60) % 256);
    return {wave, static_cast<unsigned char>(255 - wave), static_cast<unsigned char>(y * 255 / height)};
  };
}

Pixel Decoded::at(int x, int y) const {
  const auto offset =
      (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
  return {static_cast<unsigned char>(rgb[offset]), static_cast<unsigned char>(rgb[offset + 1]),
          static_cast<unsigned char>(rgb[offset + 2])};
}

Decoded decode(const std::string& bytes) {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&jpeg, TRUE);
  jpeg_start_decompress(&jpeg);
  Decoded out{static_cast<int>(jpeg.output_width), static_cast<int>(jpeg.output_height)};
  std::string row(static_cast<std::size_t>(out.width) * 3, '\0');
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW pointer = reinterpret_cast<JSAMPROW>(row.data());
    jpeg_read_scanlines(&jpeg, &pointer, 1);
    out.rgb += row;
  }
  jpeg_destroy_decompress(&jpeg);
  return out;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = std::filesystem::temp_directory_path() / "nrmm-photos-XXXXXX";
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

}  // namespace nrmm::photos::testing
