#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "photos/photo_store.hpp"

namespace nrmm::backup {

// The photos in a backup: the same store once more. A photo's file is durable before its row is committed, so
// a copy that begins after a commit has the photos of that commit. One thread.
class PhotoCopies {
 public:
  PhotoCopies(std::filesystem::path from, const std::filesystem::path& to);

  struct Sum {
    std::int64_t copied = 0;
    std::vector<std::string> damaged;  // hashes: what is stored is another, so there is nothing to copy
  };
  // Copies what is not there yet. Shelves that have not changed since the last time are passed by. Throws
  // std::runtime_error when the backup cannot be written.
  Sum copy_new();

 private:
  void copy_shelf(const std::filesystem::path& shelf, Sum& sum);

  std::filesystem::path from_;
  std::filesystem::path to_;
  photos::PhotoStore target_;
  std::map<std::filesystem::path, std::filesystem::file_time_type> seen_;
};

}  // namespace nrmm::backup
