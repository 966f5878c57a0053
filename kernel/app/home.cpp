#include "app/home.hpp"

#include <cstring>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.hpp"

namespace nrmm::app {
namespace {

constexpr const char* kDemonstration = "demonstration";  // an empty file

// A folder below /tmp that nobody else made for us: ours, and no link.
void make_own_folder(const std::filesystem::path& folder, unsigned mode) {
  if (::mkdir(folder.c_str(), mode) != 0 && errno != EEXIST) {
    throw std::runtime_error("cannot create " + folder.string() + ": " + std::strerror(errno));
  }
  struct stat found {};
  if (::lstat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != ::getuid()) {
    throw std::runtime_error(folder.string() + " belongs to somebody else");
  }
  ::chmod(folder.c_str(), mode);
}

// Only nginx's worker may come to the server's socket: it is believed to say the client's address.
void give_to_proxy(const std::filesystem::path& folder) {
  const group* proxy = ::geteuid() == 0 ? ::getgrnam("www-data") : nullptr;
  if (proxy && ::chown(folder.c_str(), ::getuid(), proxy->gr_gid) != 0) {
    throw std::runtime_error("cannot give " + folder.string() + " to nginx");
  }
}

}  // namespace

Home::Home(std::filesystem::path root) : root_(std::filesystem::absolute(root).lexically_normal()) {
  std::error_code error;
  for (const auto& folder : {root_, photos(), log(), nginx()}) {
    std::filesystem::create_directories(folder, error);
    if (error) throw std::runtime_error("cannot create " + folder.string() + ": " + error.message());
  }
  sockets_ = sockets_of(root_);
  make_own_folder(sockets_, 0711);
  make_own_folder(sockets_ / "http", 0710);
  give_to_proxy(sockets_ / "http");
}

bool Home::is_demonstration() const { return std::filesystem::exists(root_ / kDemonstration); }

void Home::set_demonstration(bool demonstration) const {
  if (demonstration)
    std::ofstream(root_ / kDemonstration).flush();
  else
    std::filesystem::remove(root_ / kDemonstration);
}

std::filesystem::path Home::sockets_of(const std::filesystem::path& root) {
  return "/tmp/nrmm-" + sha256_hex(std::filesystem::canonical(root).string()).substr(0, 12);
}

HomeLock::HomeLock(const Home& home) : home_(home) {
  descriptor_ = ::open(home.lock_file().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) throw std::runtime_error("cannot write " + home.lock_file().string());
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    char owner[16] = {};
    (void)!::read(descriptor_, owner, sizeof owner - 1);
    ::close(descriptor_);
    throw std::runtime_error("another nrmm (process " + std::string(owner, std::strcspn(owner, "\n")) +
                             ") already works on " + home.root().string());
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  (void)!::ftruncate(descriptor_, 0);
  (void)!::write(descriptor_, pid.data(), pid.size());
}

HomeLock::~HomeLock() {
  std::error_code left_there;
  std::filesystem::remove_all(home_.sockets(), left_there);
  ::close(descriptor_);
}

}  // namespace nrmm::app
