#pragma once

#include <concepts>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace nrmm::storage {

// Keys for personal values, from $NRMM_HOME/keys (0600, never in the database). Thread-safe after
// construction. Sealing is XChaCha20-Poly1305 with the key's id in the value; equality is asked through a
// keyed hash.
class Seal {
 public:
  // Creates the first key if the folder is empty and `create` is set; refuses files others may read.
  // (A plain `bool` would win over the other `open` for a literal as second argument.)
  static std::shared_ptr<const Seal> open(const std::filesystem::path& folder,
                                          std::same_as<bool> auto create) {
    return read(folder, create);
  }

  // `context` binds the value to its place (city and column): a value copied elsewhere does not open.
  std::string seal(std::string_view plain, std::string_view context) const;
  std::string open(std::string_view sealed, std::string_view context) const;  // throws std::runtime_error
  std::string mac(std::string_view plain, std::string_view context) const;    // hex
  bool is_sealed(std::string_view value) const;

  ~Seal();

 private:
  struct Keys;
  static std::shared_ptr<const Seal> read(const std::filesystem::path& folder, bool create);
  explicit Seal(std::unique_ptr<Keys> keys);
  std::unique_ptr<Keys> keys_;
};

}  // namespace nrmm::storage
