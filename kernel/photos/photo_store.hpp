#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace nrmm::photos {

struct Limits {
  std::size_t max_bytes = 12u << 20;
  std::int64_t max_pixels = 50'000'000;
};

// A photo as the register keeps it: re-encoded JPEG without metadata, upright.
struct Photo {
  std::string jpeg;
  std::string sha256;   // of `jpeg`
  std::uint64_t dhash;  // difference hash of the 9x8 grey picture
  int width;
  int height;
};

// Type by content (JPEG, PNG), size and pixel limits before decoding, EXIF orientation applied, then
// re-encoded. Throws Problem: 413 request.too_large, 415 photo.type, 422 photo.pixels, 422 photo.damaged.
Photo accept(std::string_view bytes, const Limits& limits);

// Content-addressed files <folder>/ab/cd/<sha256>.jpg. Thread-safe; several servers may share the folder.
class PhotoStore {
 public:
  explicit PhotoStore(
      std::filesystem::path folder);  // creates it; throws std::runtime_error with one clear line

  void put(
      const Photo& photo);  // durable (fsync, rename) before it returns; Problem 503 when the disk refuses
  // The bytes, verified against the hash; std::nullopt when absent, Problem 500 photo.damaged when altered.
  std::optional<std::string> get(std::string_view sha256) const;
  bool ready() const;  // the folder can be written

 private:
  std::filesystem::path folder_;
};

}  // namespace nrmm::photos
