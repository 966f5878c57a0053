#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <vector>

#include <jerror.h>
#include <jpeglib.h>

#include "base/problem.hpp"
#include "photos/exif.hpp"
#include "photos/picture.hpp"

namespace nrmm::photos {

namespace {

// A progressive file may ask for any number of passes over the whole picture; cameras and editors write about
// ten.
constexpr int kMaxScans = 64;

// libjpeg reports errors by longjmp: nothing with a destructor lives in a frame between setjmp and libjpeg.
// All state is here.
class Reader {
 public:
  Reader(std::string_view bytes, const Bounds& bounds) : bytes_(bytes), bounds_(bounds) {
    jpeg_.err = jpeg_std_error(&errors_);
    errors_.error_exit = [](j_common_ptr jpeg) { of(jpeg).leave(); };
    errors_.emit_message = [](j_common_ptr jpeg, int level) { of(jpeg).message(level); };
    progress_.progress_monitor = [](j_common_ptr jpeg) { of(jpeg).watch(); };
    jpeg_.client_data = this;
  }
  ~Reader() { jpeg_destroy_decompress(&jpeg_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  bool read_header() {
    if (setjmp(exit_)) return false;
    jpeg_create_decompress(&jpeg_);
    jpeg_.client_data = this;
    jpeg_.progress = &progress_;
    jpeg_mem_src(&jpeg_, reinterpret_cast<const unsigned char*>(bytes_.data()), bytes_.size());
    jpeg_save_markers(&jpeg_, JPEG_APP0 + 1, 0xFFFF);
    return jpeg_read_header(&jpeg_, TRUE) == JPEG_HEADER_OK;
  }

  // Into `pixels`: components() bytes per pixel.
  bool read_pixels(unsigned char* pixels) {
    if (setjmp(exit_)) return false;
    jpeg_.out_color_space = inked() ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&jpeg_);
    while (jpeg_.output_scanline < jpeg_.output_height) {
      JSAMPROW row =
          pixels + static_cast<std::size_t>(jpeg_.output_scanline) * jpeg_.output_width * components();
      jpeg_read_scanlines(&jpeg_, &row, 1);
    }
    return jpeg_finish_decompress(&jpeg_) == TRUE;
  }

  int width() const { return static_cast<int>(jpeg_.image_width); }
  int height() const { return static_cast<int>(jpeg_.image_height); }
  bool inked() const { return jpeg_.jpeg_color_space == JCS_CMYK || jpeg_.jpeg_color_space == JCS_YCCK; }
  bool inverted() const { return jpeg_.saw_Adobe_marker == TRUE; }  // Adobe's programs write ink as 255 - ink
  std::size_t components() const { return inked() ? 4 : 3; }

  // The first segment that is one of EXIF; others (XMP) use the same marker.
  std::string exif() const {
    for (const jpeg_marker_struct* marker = jpeg_.marker_list; marker; marker = marker->next) {
      const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
      if (is_exif(data)) return std::string(data);
    }
    return "";
  }

 private:
  static Reader& of(j_common_ptr jpeg) { return *static_cast<Reader*>(jpeg->client_data); }
  [[noreturn]] void leave() { longjmp(exit_, 1); }

  // libjpeg fills what is missing with grey and goes on; a register must not keep half a picture as evidence.
  void message(int level) {
    const int code = errors_.msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE))
      leave();
  }
  void watch() {
    if (jpeg_.input_scan_number > kMaxScans || !bounds_.in_time()) leave();
  }

  std::string_view bytes_;
  const Bounds& bounds_;
  jpeg_decompress_struct jpeg_{};
  jpeg_error_mgr errors_{};
  jpeg_progress_mgr progress_{};
  std::jmp_buf exit_;
};

unsigned char mixed(unsigned char ink, unsigned char black, bool inverted) {
  const int a = inverted ? ink : 255 - ink;
  const int b = inverted ? black : 255 - black;
  return static_cast<unsigned char>(a * b / 255);
}

// In place: three bytes never overtake four.
void ink_to_light(std::vector<unsigned char>& pixels, bool inverted) {
  const std::size_t count = pixels.size() / 4;
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t c = 0; c < 3; ++c)
      pixels[i * 3 + c] = mixed(pixels[i * 4 + c], pixels[i * 4 + 3], inverted);
  pixels.resize(count * 3);
}

}  // namespace

Picture read_jpeg(std::string_view bytes, const Bounds& bounds) {
  Reader reader(bytes, bounds);
  if (!reader.read_header()) throw Problem(422, "photo.damaged");
  if (!bounds.pixels_ok(reader.width(), reader.height())) throw Problem(422, "photo.pixels");
  Picture picture{reader.width(), reader.height(), 1, {}, reader.exif()};
  picture.orientation = exif_orientation(picture.app1);
  picture.rgb.resize(static_cast<std::size_t>(reader.width()) * static_cast<std::size_t>(reader.height()) *
                     reader.components());
  if (!reader.read_pixels(picture.rgb.data())) throw Problem(422, "photo.damaged");
  if (reader.inked()) ink_to_light(picture.rgb, reader.inverted());
  return picture;
}

}  // namespace nrmm::photos
