#include "photos/photo_store.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "photos/shelf.hpp"

namespace nrmm::photos {

namespace fs = std::filesystem;

namespace {

bool can_write(const fs::path& folder) {
  const fs::path probe = folder / ("probe-" + new_id());
  const Descriptor file(::open(probe.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
  return file && ::unlink(probe.c_str()) == 0;
}

constexpr const char* kFolderId = "folder-id";
constexpr std::size_t kLongestId = 64;

std::string id_of(const fs::path& folder) {
  const Descriptor top(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  std::string text = read_file(*top, kFolderId).value_or("");
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.pop_back();
  return text.size() <= kLongestId ? text : "";
}

// Linked to its name when it is whole: of two servers the first has named the folder.
void name_folder(const fs::path& folder) {
  const Descriptor top(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const std::string draft = "draft-" + new_id();
  write_file(*top, draft, new_id() + "\n");
  const bool named = linkat(*top, draft.c_str(), *top, kFolderId, 0) == 0 || errno == EEXIST;
  const int error = errno;
  unlinkat(*top, draft.c_str(), 0);
  if (!named) throw_refused(error);
  if (fsync(*top) != 0) throw_refused(errno);
}

// Shared by those who put, exclusive for the sweep: a file is not removed between being found and being
// counted on.
void lock(int shelf, int kind) {
  if (flock(shelf, kind) != 0) throw_refused(errno);
}

// std::nullopt: no regular file, or gone.
std::optional<std::chrono::seconds> age_of(int folder, const std::string& name) {
  struct stat status {};
  if (fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
    return std::nullopt;
  return std::chrono::seconds(time(nullptr) - status.st_mtime);
}

}  // namespace

PhotoStore::PhotoStore(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) throw std::runtime_error("photo folder " + folder_.string() + ": " + error.message());
  if (!ready())
    throw std::runtime_error("photo folder " + folder_.string() +
                             " cannot be written: " + std::generic_category().message(errno));
}

bool PhotoStore::ready() const {
  return can_write(folder_) && (required_.empty() || id_of(folder_) == required_);
}

std::string PhotoStore::id(bool make) const {
  std::string id = id_of(folder_);
  if (!id.empty() || !make) return id;
  try {
    name_folder(folder_);
  } catch (const Problem& problem) {
    throw std::runtime_error("photo folder " + folder_.string() + " cannot be named: " + problem.code);
  }
  return id_of(folder_);
}

void PhotoStore::put(const Photo& photo) {
  if (!is_sha256(photo.sha256)) throw std::logic_error("a photo without a hash");
  const Descriptor shelf = make_shelf(folder_, photo.sha256);
  lock(*shelf, LOCK_SH);
  const std::string name = file_name(photo.sha256);
  const bool there = read_file(*shelf, name) == photo.jpeg;  // a damaged one is replaced
  if (!there) return write_file(*shelf, name, photo.jpeg);
  // Fresh again for the sweep; and whoever wrote it may not have come as far as making it durable.
  if (utimensat(*shelf, name.c_str(), nullptr, AT_SYMLINK_NOFOLLOW) != 0 || fsync(*shelf) != 0)
    throw_refused(errno);
}

std::optional<std::string> PhotoStore::get(std::string_view sha256) const {
  if (!is_sha256(sha256)) return std::nullopt;
  const Descriptor shelf = open_shelf(folder_, sha256);
  if (!shelf) return std::nullopt;
  std::optional<std::string> bytes = read_file(*shelf, file_name(sha256));
  if (bytes && sha256_hex(*bytes) != sha256) throw Problem(500, "photo.damaged");
  return bytes;
}

int PhotoStore::sweep(std::chrono::seconds age, const std::function<bool(const std::string&)>& is_known) {
  int removed = 0;
  for (int part = 0; part < kParts; ++part) removed += sweep_part(part, age, is_known);
  return removed;
}

int PhotoStore::sweep_part(int part, std::chrono::seconds age,
                           const std::function<bool(const std::string&)>& is_known) {
  int removed = 0;
  each_in_part(part, [&](const fs::path& path, const File& file) {
    const Descriptor shelf(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!shelf) return;
    lock(*shelf, LOCK_EX);
    const auto now = age_of(*shelf, file.name);
    if (!now || *now <= age || (!file.sha256.empty() && is_known(file.sha256))) return;
    if (unlinkat(*shelf, file.name.c_str(), 0) == 0) ++removed;
  });
  return removed;
}

void PhotoStore::each(const std::function<void(const File&)>& visit) const {
  for (int part = 0; part < kParts; ++part)
    each_in_part(part, [&](const fs::path& path, File file) {
      const auto age = age_of(AT_FDCWD, path);
      if (!age) return;
      file.age = *age;
      visit(file);
    });
}

// Without the age of a file, which counts only while its shelf is locked.
void PhotoStore::each_in_part(int part,
                              const std::function<void(const fs::path&, const File&)>& visit) const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::string name_of_part{kDigits[static_cast<std::size_t>(part / 16)],
                                 kDigits[static_cast<std::size_t>(part % 16)]};
  std::error_code ignored;
  for (auto entry = fs::recursive_directory_iterator(folder_ / name_of_part, ignored);
       entry != fs::recursive_directory_iterator(); entry.increment(ignored)) {
    const std::string name = entry->path().filename();
    const std::string sha256 = entry->path().stem();
    const bool photo = is_sha256(sha256) && name == file_name(sha256);
    if (entry.depth() == 1 && (photo || name.starts_with("draft-")))
      visit(entry->path(), {name, photo ? sha256 : "", {}});
  }
}

}  // namespace nrmm::photos
