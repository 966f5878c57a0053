#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "photos/photo.hpp"

namespace nrmm::photos {

// Content-addressed files <folder>/ab/cd/<sha256>.jpg. Thread-safe; several servers may share the folder.
class PhotoStore {
 public:
  // Creates it; throws std::runtime_error with one clear line when that or writing is refused.
  explicit PhotoStore(std::filesystem::path folder);

  // Durable (fsync, rename) before it returns, so a row may be written. Problem 503: photo.no_space when the
  // disk is full, photo.not_stored when it refuses otherwise; no half file stays behind.
  void put(const Photo& photo);
  // The bytes, verified against the hash; std::nullopt when absent, Problem 500 photo.damaged when altered.
  std::optional<std::string> get(std::string_view sha256) const;
  bool ready() const;  // the folder can be written
  const std::filesystem::path& folder() const { return folder_; }

  // Removes files that nobody has put for `age` and that `is_known` does not want (their row was rolled back
  // or the server died before it), and drafts left by a dead server. Returns how many. A put of the same
  // photo meanwhile waits or is seen.
  int sweep(std::chrono::seconds age, const std::function<bool(const std::string& sha256)>& is_known);
  // The same in one of 256 parts of the folder: a large one is swept little by little.
  static constexpr int kParts = 256;
  int sweep_part(int part, std::chrono::seconds age,
                 const std::function<bool(const std::string& sha256)>& is_known);

 private:
  std::filesystem::path folder_;
};

}  // namespace nrmm::photos
