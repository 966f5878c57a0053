#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "photos/photo.hpp"

namespace nrmm::photos {

// No upload takes so long between its file and its row; what has no row after that is swept.
inline constexpr std::chrono::hours kSweepAge{24};

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
  bool ready() const;  // the folder can be written, and is the one that require_id() named

  const std::filesystem::path& folder() const { return folder_; }
  // The folder's own name, which it keeps wherever it is mounted: by it servers know that they share it. Made
  // at the first call; two servers that ask at once get the same. Empty: the folder has none and `make` is
  // false. std::runtime_error when it cannot be made.
  std::string id(bool make) const;
  // From now on ready() wants this id: what was mounted there may be gone. Before other threads use the
  // store.
  void require_id(std::string id) { required_ = std::move(id); }

  // Removes files that nobody has put for `age` and that `is_known` does not want (their row was rolled back
  // or the server died before it), and drafts left by a dead server. Returns how many. A put of the same
  // photo meanwhile waits or is seen.
  int sweep(std::chrono::seconds age, const std::function<bool(const std::string& sha256)>& is_known);
  // The same in one of 256 parts of the folder: a large one is swept little by little.
  static constexpr int kParts = 256;
  int sweep_part(int part, std::chrono::seconds age,
                 const std::function<bool(const std::string& sha256)>& is_known);

  struct File {
    std::string name;
    std::string sha256;  // what its bytes should be; empty: a draft
    std::chrono::seconds age;
  };
  // Every file that the sweep would look at; one that is removed meanwhile may be left out.
  void each(const std::function<void(const File&)>& visit) const;

 private:
  void each_in_part(int part,
                    const std::function<void(const std::filesystem::path&, const File&)>& visit) const;

  std::filesystem::path folder_;
  std::string required_;  // empty: any folder will do
};

}  // namespace nrmm::photos
