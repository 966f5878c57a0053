#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "backup/archive.hpp"
#include "backup/photo_copies.hpp"
#include "log/logger.hpp"

namespace nrmm::backup {

// Where a deployment's part of its backup is.
struct Places {
  std::filesystem::path order;   // a file with the backup's folder in it; none: nothing is to be backed up
  std::filesystem::path outbox;  // where PostgreSQL leaves finished segments of its log
  std::filesystem::path photos;  // the store
};

// The folder that a backup was ordered into; empty: none.
std::filesystem::path ordered_folder(const Places& places);

// Brings what waits in the outbox to the backup. First all photos that are new, then the segments: so the
// backup has the photos of every commit in them, whatever happens next. One process at a time does so;
// returns how many segments went, -1 when another is at it. Throws std::runtime_error.
int ship(const Places& places, const Archive& archive, PhotoCopies& photos);

// Does so every few seconds, on a thread of its own.
class Shipping {
 public:
  Shipping(Places places, log::Logger& logger);
  ~Shipping();  // ends after the segment it is at
  Shipping(const Shipping&) = delete;
  Shipping& operator=(const Shipping&) = delete;

 private:
  void loop();
  void round();

  Places places_;
  log::Logger& logger_;
  std::filesystem::path folder_;         // that `photos_` copies to
  std::unique_ptr<PhotoCopies> photos_;  // remembers what it has seen
  std::string told_;                     // the failure that was said last
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace nrmm::backup
