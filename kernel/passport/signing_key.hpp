#pragma once

#include <string>
#include <string_view>

#include "storage/key_files.hpp"

namespace nrmm::passport {

// A pair of Ed25519 keys from the 32 bytes of a key file.
class SigningKey {
 public:
  explicit SigningKey(const storage::Key& seed);

  const std::string& public_key() const { return public_key_; }  // 32 bytes
  std::string sign(std::string_view message) const;              // 64 bytes

 private:
  storage::Key secret_;
  std::string public_key_;
};

}  // namespace nrmm::passport
