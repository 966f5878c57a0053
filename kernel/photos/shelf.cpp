#include "photos/shelf.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/problem.hpp"
#include "base/random.hpp"

namespace nrmm::photos {

namespace {

constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

Descriptor make_folder(int parent, const std::string& name) {
  const bool made = mkdirat(parent, name.c_str(), 0750) == 0;
  if (!made && errno != EEXIST) throw_refused(errno);
  if (made && fsync(parent) != 0) {
    const int error = errno;
    unlinkat(parent, name.c_str(), AT_REMOVEDIR);  // the next try makes it durable
    throw_refused(error);
  }
  Descriptor folder(openat(parent, name.c_str(), kFolder));
  if (!folder) throw_refused(errno);
  return folder;
}

int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : EIO;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

// After a failed fsync the pages may be lost although they read well: it is never tried again on the same
// file.
int write_draft(int shelf, const std::string& draft, std::string_view bytes) {
  const Descriptor file(openat(shelf, draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
  if (!file) return errno;
  if (const int error = write_all(*file, bytes)) return error;
  return fsync(*file) == 0 ? 0 : errno;
}

// A name that may not be durable must not be found by the next try, which would take it for stored. Somebody
// who counts on the file meanwhile has made it younger: then it stays.
void take_back(int shelf, const std::string& name, const struct stat& ours) {
  struct stat now {};
  if (flock(shelf, LOCK_EX) != 0 || fstatat(shelf, name.c_str(), &now, AT_SYMLINK_NOFOLLOW) != 0) return;
  const bool same = now.st_ino == ours.st_ino && now.st_mtim.tv_sec == ours.st_mtim.tv_sec &&
                    now.st_mtim.tv_nsec == ours.st_mtim.tv_nsec;
  if (same) unlinkat(shelf, name.c_str(), 0);
}

}  // namespace

Descriptor::~Descriptor() {
  if (value_ >= 0) ::close(value_);
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::string file_name(std::string_view sha256) { return std::string(sha256) + ".jpg"; }

void throw_refused(int error) {
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  throw Problem(503, full ? "photo.no_space" : "photo.not_stored");
}

Descriptor open_shelf(const std::filesystem::path& root, std::string_view sha256) {
  const Descriptor top(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const Descriptor first(openat(*top, std::string(sha256.substr(0, 2)).c_str(), kFolder));
  return Descriptor(openat(*first, std::string(sha256.substr(2, 2)).c_str(), kFolder));
}

Descriptor make_shelf(const std::filesystem::path& root, std::string_view sha256) {
  const Descriptor top(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!top) throw_refused(errno);
  const Descriptor first = make_folder(*top, std::string(sha256.substr(0, 2)));
  return make_folder(*first, std::string(sha256.substr(2, 2)));
}

// The draft stands in the same folder: another one may be another file system, where renaming is not atomic.
void write_file(int shelf, const std::string& name, std::string_view bytes) {
  const std::string draft = "draft-" + new_id();
  int error = write_draft(shelf, draft, bytes);
  if (error == 0 && renameat(shelf, draft.c_str(), shelf, name.c_str()) != 0) error = errno;
  if (error != 0) {
    unlinkat(shelf, draft.c_str(), 0);
    throw_refused(error);
  }
  struct stat ours {};
  const bool known = fstatat(shelf, name.c_str(), &ours, AT_SYMLINK_NOFOLLOW) == 0;
  if (fsync(shelf) == 0) return;
  error = errno;
  if (known) take_back(shelf, name, ours);
  throw_refused(error);
}

std::optional<std::string> read_file(int shelf, const std::string& name) {
  const Descriptor file(openat(shelf, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!file || fstat(*file, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t length = ::read(*file, bytes.data() + filled, bytes.size() - filled);
    if (length < 0 && errno == EINTR) continue;
    if (length <= 0) break;
    filled += static_cast<std::size_t>(length);
  }
  bytes.resize(filled);
  return bytes;
}

}  // namespace nrmm::photos
