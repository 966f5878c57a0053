#pragma once

#include <filesystem>
#include <string>

namespace nrmm::app {

// Where one deployment keeps its things, all below $NRMM_HOME, except sockets: a socket's path may have 107
// bytes at most, so they live in a short folder of their own, named by the home's path.
class Home {
 public:
  explicit Home(
      std::filesystem::path root);  // creates the folders; throws std::runtime_error with one clear line

  const std::filesystem::path& root() const { return root_; }
  const std::filesystem::path& sockets() const { return sockets_; }
  static std::filesystem::path sockets_of(const std::filesystem::path& root);
  std::filesystem::path keys() const { return root_ / "keys"; }
  std::filesystem::path photos() const { return root_ / "photos"; }
  std::filesystem::path log() const { return root_ / "log"; }
  std::filesystem::path postgres() const { return root_ / "postgres"; }
  std::filesystem::path nginx() const { return root_ / "nginx"; }
  // Whether `up` runs, or ran last, as a demonstration: commands on the same home are told by this.
  bool is_demonstration() const;
  void set_demonstration(bool demonstration) const;
  std::filesystem::path sms_file() const { return root_ / "sms.jsonl"; }
  // Where the backup of the private cluster goes, once one was ordered; what PostgreSQL leaves to be brought
  // there.
  std::filesystem::path backup_order() const { return root_ / "backup-folder"; }
  std::filesystem::path backup_outbox() const { return root_ / "backup-outbox"; }
  // There while a restore fills this home, and for ever when that was cut off.
  std::filesystem::path restoring() const { return root_ / "restoring"; }
  std::filesystem::path lock_file() const { return root_ / "nrmm.pid"; }
  std::filesystem::path postgres_socket_folder() const { return sockets_ / "pg"; }
  std::filesystem::path http_socket() const { return sockets_ / "http" / "nrmm.sock"; }

 private:
  std::filesystem::path root_;
  std::filesystem::path sockets_;
};

// One process at a time works on a home: holds the lock file while it lives, and takes the sockets' folder
// away at the end. Throws when another does.
class HomeLock {
 public:
  explicit HomeLock(const Home& home);
  ~HomeLock();
  HomeLock(const HomeLock&) = delete;
  HomeLock& operator=(const HomeLock&) = delete;

 private:
  const Home& home_;
  int descriptor_;
};

}  // namespace nrmm::app
