#include "storage/key_files.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nrmm::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHexBytes = kKeyBytes * 2;
constexpr std::string_view kPrefix = "seal-";
constexpr std::string_view kSuffix = ".key";

struct Descriptor {
  int value;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw std::runtime_error("key " + path.string() + ": " + why);
}

void check_private(const fs::path& path, int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) refuse(path, std::generic_category().message(errno));
  if ((status.st_mode & 077) != 0) refuse(path, "others may read it; only its owner may (chmod go= …)");
  if (status.st_uid != geteuid()) refuse(path, "it belongs to another user");
}

Key read_key(const fs::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
  if (file.value < 0) refuse(path, std::generic_category().message(errno));
  check_private(path, file.value);
  std::array<char, kHexBytes + 2> text{};
  const ssize_t length = ::read(file.value, text.data(), text.size());
  Key key(static_cast<unsigned char*>(sodium_malloc(kKeyBytes)));
  std::size_t written = 0;
  const bool good =
      length >= static_cast<ssize_t>(kHexBytes) && key &&
      sodium_hex2bin(key.get(), kKeyBytes, text.data(), kHexBytes, nullptr, &written, nullptr) == 0 &&
      written == kKeyBytes;
  sodium_memzero(text.data(), text.size());
  if (!good) refuse(path, "it does not hold 64 hexadecimal digits");
  return key;
}

void create_key(const fs::path& path) {
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (file.value < 0) refuse(path, std::generic_category().message(errno));
  std::array<unsigned char, kKeyBytes> key;
  std::array<char, kHexBytes + 1> text;
  randombytes_buf(key.data(), key.size());
  sodium_bin2hex(text.data(), text.size(), key.data(), key.size());
  text.back() = '\n';
  const bool written = ::write(file.value, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  sodium_memzero(key.data(), key.size());
  sodium_memzero(text.data(), text.size());
  if (!written || fsync(file.value) != 0) refuse(path, "cannot be written");
}

void sync_folder(const fs::path& folder) {
  const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.value < 0 || fsync(directory.value) != 0) refuse(folder, "cannot be written");
}

// The folder appears with all its keys or not at all: the renaming only takes the place of nothing or of an
// empty folder. So one of several servers that start together wins, and a key that was lost later is never
// quietly replaced by a new one.
void create_folder(const fs::path& folder) {
  if (fs::exists(folder) && !fs::is_empty(folder)) return;
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path());
  std::string draft = folder.string() + ".XXXXXX";
  if (!mkdtemp(draft.data())) refuse(folder, std::generic_category().message(errno));  // 0700
  create_key(fs::path(draft) / "seal-0001.key");
  create_key(fs::path(draft) / "mac.key");
  sync_folder(draft);
  if (::rename(draft.c_str(), folder.c_str()) != 0) {
    fs::remove_all(draft);
    return;
  }
  sync_folder(folder.has_parent_path() ? folder.parent_path() : ".");
}

}  // namespace

KeyFiles read_key_files(const fs::path& folder, bool create) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  if (create) create_folder(folder);
  const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.value < 0) refuse(folder, "there is no such folder");
  check_private(folder, directory.value);
  KeyFiles keys;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (name.starts_with(kPrefix) && name.ends_with(kSuffix))
      keys.sealing.emplace(name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size()),
                           read_key(entry.path()));
  }
  if (keys.sealing.empty()) refuse(folder, "there is no key in it");
  keys.mac = read_key(folder / "mac.key");
  return keys;
}

}  // namespace nrmm::storage
