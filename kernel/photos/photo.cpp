#include "photos/photo.hpp"

#include <semaphore>

#include "base/digest.hpp"
#include "base/problem.hpp"
#include "photos/difference_hash.hpp"
#include "photos/exif.hpp"
#include "photos/jpeg_writer.hpp"
#include "photos/picture.hpp"

namespace nrmm::photos {

namespace {

constexpr std::chrono::seconds kLongest{10};
constexpr std::string_view kJpeg{"\xFF\xD8\xFF", 3};
constexpr std::string_view kPng{"\x89PNG\r\n\x1A\n", 8};

// A picture at the limit of pixels takes hundreds of megabytes while it is decoded.
std::counting_semaphore<2>& decoders() {
  static std::counting_semaphore<2> free(2);
  return free;
}

struct Turn {
  Turn() { decoders().acquire(); }
  ~Turn() { decoders().release(); }
};

Picture read(std::string_view bytes, const Limits& limits) {
  const Bounds bounds{limits.max_pixels, std::chrono::steady_clock::now() + kLongest};
  return bytes.starts_with(kJpeg) ? read_jpeg(bytes, bounds) : read_png(bytes, bounds);
}

}  // namespace

Photo accept(std::string_view bytes, const Limits& limits) {
  if (bytes.size() > limits.max_bytes) throw Problem(413, "request.too_large");
  if (!bytes.starts_with(kJpeg) && !bytes.starts_with(kPng)) throw Problem(415, "photo.type");
  const Turn turn;
  const Picture picture = read(bytes, limits);
  std::string jpeg = write_jpeg(picture);
  std::string sha256 = sha256_hex(jpeg);
  const Frame whole{0, 0, picture.width(), picture.height()};
  return {std::move(jpeg),          std::move(sha256),          difference_hash(picture, whole),
          picture.width(),          picture.height(),           difference_hash(picture, centre_of(whole)),
          bytes.starts_with(kJpeg), exif_evidence(picture.app1)};
}

}  // namespace nrmm::photos
