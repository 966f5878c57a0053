#include "backup/shipping.hpp"

#include <algorithm>
#include <exception>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "backup/files.hpp"
#include "base/text.hpp"

namespace nrmm::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kPeriod{3};

// Held while segments are shipped; the system frees it when the holder dies.
class Turn {
 public:
  explicit Turn(const Archive& archive)
      : descriptor_(::open((archive.root() / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    mine_ = descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
  }
  ~Turn() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  bool mine() const { return mine_; }

 private:
  int descriptor_;
  bool mine_;
};

// What PostgreSQL has finished; its own drafts begin with `archtemp`.
std::vector<std::string> waiting_in(const fs::path& outbox) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(outbox, ignored)) {
    std::string name = entry.path().filename();
    if (entry.is_regular_file() && !name.starts_with("archtemp")) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

fs::path ordered_folder(const Places& places) {
  return fs::exists(places.order) ? fs::path(trim(read_whole(places.order))) : fs::path();
}

int ship(const Places& places, const Archive& archive, PhotoCopies& photos) {
  const Turn turn(archive);
  if (!turn.mine()) return -1;
  const auto waiting = waiting_in(places.outbox);
  if (waiting.empty()) return 0;
  photos.copy_new();
  for (const std::string& name : waiting) {
    pack_file(places.outbox / name, archive.wal() / (name + ".gz"));
    fs::remove(places.outbox / name);
  }
  return static_cast<int>(waiting.size());
}

Shipping::Shipping(Places places, log::Logger& logger)
    : places_(std::move(places)), logger_(logger), thread_([this] { loop(); }) {}

Shipping::~Shipping() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Shipping::round() {
  const fs::path folder = ordered_folder(places_);
  if (folder.empty()) return;
  const Archive archive(folder);
  if (folder != folder_) photos_ = std::make_unique<PhotoCopies>(places_.photos, archive.photos());
  folder_ = folder;
  ship(places_, archive, *photos_);
}

// Segments that cannot be shipped stay in the outbox, on the disk of the database.
void Shipping::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      round();
      if (!told_.empty()) logger_.info("the backup goes on");
      told_.clear();
    } catch (const std::exception& error) {
      if (told_ != error.what())
        logger_.error("the backup stands still; what it lacks waits on the database's disk",
                      {{"alarm", "backup_stuck"}, {"reason", log::blotted(error.what())}});
      told_ = error.what();
    }
    lock.lock();
    stop_.wait_for(lock, kPeriod, [this] { return stopping_; });
  }
}

}  // namespace nrmm::backup
