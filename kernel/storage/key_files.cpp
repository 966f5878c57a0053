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
constexpr std::string_view kSealing = "seal-";

struct Descriptor {
  int value;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw std::runtime_error("key " + path.string() + ": " + why);
}

// Without it there is no locked memory.
void start_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
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

void sync_folder(const fs::path& folder) {
  const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.value < 0 || fsync(directory.value) != 0) refuse(folder, "cannot be written");
}

void write_new(const fs::path& path, std::string_view text) {
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (file.value < 0) refuse(path, std::generic_category().message(errno));
  const bool written = ::write(file.value, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (!written || fsync(file.value) != 0) refuse(path, "cannot be written");
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
  create_key(fs::path(draft) / "passport-0001.key");
  sync_folder(draft);
  if (::rename(draft.c_str(), folder.c_str()) != 0) {
    fs::remove_all(draft);
    return;
  }
  sync_folder(folder.has_parent_path() ? folder.parent_path() : ".");
}

}  // namespace

void write_private(const fs::path& path, std::string_view text) {
  const fs::path draft = path.string() + ".new";
  fs::remove(draft);  // of a call that was cut off
  write_new(draft, text);
  fs::rename(draft, path);
  sync_folder(path.parent_path());
}

void create_key(const fs::path& path) {
  std::array<unsigned char, kKeyBytes> key;
  std::array<char, kHexBytes + 1> text;
  randombytes_buf(key.data(), key.size());
  sodium_bin2hex(text.data(), text.size(), key.data(), key.size());
  text.back() = '\n';
  write_private(path, {text.data(), text.size()});
  sodium_memzero(key.data(), key.size());
  sodium_memzero(text.data(), text.size());
}

std::set<std::string> key_numbers(const fs::path& folder, std::string_view prefix) {
  std::set<std::string> numbers;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (name.starts_with(prefix) && name.ends_with(kKeySuffix))
      numbers.insert(name.substr(prefix.size(), name.size() - prefix.size() - kKeySuffix.size()));
  }
  return numbers;
}

std::map<std::string, Key> read_keys(const fs::path& folder, std::string_view prefix) {
  start_sodium();
  std::map<std::string, Key> keys;
  for (const std::string& number : key_numbers(folder, prefix))
    keys.emplace(number, read_key(folder / (std::string(prefix) + number + std::string(kKeySuffix))));
  return keys;
}

KeyFiles read_key_files(const fs::path& folder, bool create) {
  start_sodium();
  if (create) create_folder(folder);
  const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.value < 0) refuse(folder, "there is no such folder");
  check_private(folder, directory.value);
  KeyFiles keys;
  keys.sealing = read_keys(folder, kSealing);
  if (keys.sealing.empty()) refuse(folder, "there is no key in it");
  keys.mac = read_key(folder / "mac.key");
  return keys;
}

}  // namespace nrmm::storage
