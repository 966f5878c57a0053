#include <csetjmp>
#include <cstring>
#include <vector>

#include <png.h>

#include "base/problem.hpp"
#include "photos/picture.hpp"

namespace nrmm::photos {

namespace {

// libpng reports errors by longjmp: see the JPEG reader.
class Reader {
 public:
  Reader(std::string_view bytes, const Bounds& bounds) : bytes_(bytes), bounds_(bounds) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, &Reader::leave,
                                  [](png_structp, png_const_charp) {});
    info_ = png_ ? png_create_info_struct(png_) : nullptr;
  }
  ~Reader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  bool read_header() {
    if (!info_ || setjmp(exit_)) return false;
    png_set_read_fn(png_, this, &Reader::read);
    png_set_read_status_fn(png_, &Reader::watch);
    png_set_chunk_malloc_max(png_, 1u << 20);  // compressed texts and profiles: not needed, and they expand
    png_set_chunk_cache_max(png_, 64);
    png_read_info(png_, info_);
    return true;
  }

  bool prepare() {
    if (setjmp(exit_)) return false;
    png_color_16 white{};
    white.red = white.green = white.blue = 255;
    png_set_expand(png_);
    png_set_strip_16(png_);
    png_set_gray_to_rgb(png_);
    png_set_background(png_, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
    png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    return png_get_rowbytes(png_, info_) == static_cast<std::size_t>(width()) * 3;
  }

  bool read_pixels(png_bytepp rows) {
    if (setjmp(exit_)) return false;
    png_read_image(png_, rows);
    png_read_end(png_, nullptr);
    return true;
  }

  int width() const { return static_cast<int>(png_get_image_width(png_, info_)); }
  int height() const { return static_cast<int>(png_get_image_height(png_, info_)); }

 private:
  [[noreturn]] static void leave(png_structp png, png_const_charp) {
    longjmp(static_cast<Reader*>(png_get_error_ptr(png))->exit_, 1);
  }
  static void read(png_structp png, png_bytep into, std::size_t length) {
    Reader& self = *static_cast<Reader*>(png_get_io_ptr(png));
    if (length > self.bytes_.size()) png_error(png, "truncated");
    std::memcpy(into, self.bytes_.data(), length);
    self.bytes_.remove_prefix(length);
  }
  static void watch(png_structp png, png_uint_32, int) {
    if (!static_cast<Reader*>(png_get_io_ptr(png))->bounds_.in_time()) png_error(png, "too slow");
  }

  std::string_view bytes_;  // what is not read yet
  const Bounds& bounds_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::jmp_buf exit_;
};

}  // namespace

Picture read_png(std::string_view bytes, const Bounds& bounds) {
  Reader reader(bytes, bounds);
  if (!reader.read_header()) throw Problem(422, "photo.damaged");
  if (!bounds.pixels_ok(reader.width(), reader.height())) throw Problem(422, "photo.pixels");
  if (!reader.prepare()) throw Problem(422, "photo.damaged");
  Picture picture{reader.width(), reader.height(), 1, {}};
  const std::size_t stride = static_cast<std::size_t>(reader.width()) * 3;
  picture.rgb.resize(stride * static_cast<std::size_t>(reader.height()));
  std::vector<png_bytep> rows;
  for (int y = 0; y < reader.height(); ++y)
    rows.push_back(picture.rgb.data() + static_cast<std::size_t>(y) * stride);
  if (!reader.read_pixels(rows.data())) throw Problem(422, "photo.damaged");
  return picture;
}

}  // namespace nrmm::photos
