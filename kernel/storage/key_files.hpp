#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include <sodium.h>

namespace nrmm::storage {

constexpr std::size_t kKeyBytes = 32;

// 32 bytes in memory that is locked (never swapped), left out of core dumps and wiped when freed.
struct FreeKey {
  void operator()(unsigned char* bytes) const { sodium_free(bytes); }
};
using Key = std::unique_ptr<unsigned char, FreeKey>;

inline constexpr std::string_view kKeySuffix = ".key";

// What stands between prefix and suffix in the names of a folder's key files: "0001".
std::set<std::string> key_numbers(const std::filesystem::path& folder, std::string_view prefix);
// Those files' keys by number. Throws std::runtime_error with one clear line for a file that is not a key or
// that others may read.
std::map<std::string, Key> read_keys(const std::filesystem::path& folder, std::string_view prefix);
void create_key(const std::filesystem::path& path);  // random
// A file of its owner's alone, whole or not at all, on disk when this returns.
void write_private(const std::filesystem::path& path, std::string_view text);

// $NRMM_HOME/keys: `seal-0001.key`, `seal-0002.key` … (the highest seals, all open) and `mac.key`, each 64
// hexadecimal digits. The folder is 0700, files are 0600 and the server's own.
struct KeyFiles {
  std::map<std::string, Key> sealing;  // by id: "0001"
  Key mac;
};

// Creates what is missing from an empty folder when `create` is set; several processes may do so at once.
// Throws std::runtime_error with one clear line: no keys, a file that others may read, a file that is not a
// key.
KeyFiles read_key_files(const std::filesystem::path& folder, bool create);

}  // namespace nrmm::storage
