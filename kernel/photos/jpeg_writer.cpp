#include "photos/jpeg_writer.hpp"

#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <vector>

#include <jpeglib.h>

namespace nrmm::photos {

namespace {

constexpr int kQuality = 88;  // a nameplate's small print stays legible

// libjpeg reports errors by longjmp: see the JPEG reader.
class Writer {
 public:
  explicit Writer(const Picture& picture)
      : picture_(picture), row_(static_cast<std::size_t>(picture.width()) * 3) {
    jpeg_.err = jpeg_std_error(&errors_);
    jpeg_.client_data = this;
    errors_.error_exit = [](j_common_ptr jpeg) {
      longjmp(static_cast<Writer*>(jpeg->client_data)->exit_, 1);
    };
    errors_.emit_message = [](j_common_ptr, int) {};
  }
  ~Writer() {
    jpeg_destroy_compress(&jpeg_);
    std::free(buffer_);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  bool write() {
    if (setjmp(exit_)) return false;
    jpeg_create_compress(&jpeg_);
    jpeg_.client_data = this;
    jpeg_mem_dest(&jpeg_, &buffer_, &length_);
    jpeg_.image_width = static_cast<JDIMENSION>(picture_.width());
    jpeg_.image_height = static_cast<JDIMENSION>(picture_.height());
    jpeg_.input_components = 3;
    jpeg_.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg_);
    jpeg_set_quality(&jpeg_, kQuality, TRUE);
    jpeg_start_compress(&jpeg_, TRUE);
    while (jpeg_.next_scanline < jpeg_.image_height) write_row(static_cast<int>(jpeg_.next_scanline));
    jpeg_finish_compress(&jpeg_);
    return true;
  }

  std::string bytes() const { return {reinterpret_cast<const char*>(buffer_), length_}; }

 private:
  void write_row(int y) {
    for (int x = 0; x < picture_.width(); ++x)
      std::memcpy(row_.data() + static_cast<std::size_t>(x) * 3, picture_.at(x, y), 3);
    JSAMPROW row = row_.data();
    jpeg_write_scanlines(&jpeg_, &row, 1);
  }

  const Picture& picture_;
  std::vector<unsigned char> row_;
  jpeg_compress_struct jpeg_{};
  jpeg_error_mgr errors_{};
  unsigned char* buffer_ = nullptr;
  unsigned long length_ = 0;
  std::jmp_buf exit_;
};

}  // namespace

std::string write_jpeg(const Picture& picture) {
  Writer writer(picture);
  if (!writer.write()) throw std::runtime_error("a picture cannot be encoded");
  return writer.bytes();
}

}  // namespace nrmm::photos
