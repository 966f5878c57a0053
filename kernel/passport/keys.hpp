#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "passport/signing_key.hpp"
#include "passport/trust.hpp"

namespace nrmm::passport {

// A deployment's own keys, in $NRMM_HOME/keys beside those that seal: `passport-0001.key` (of several the
// highest signs), and of those before it `retired-passport-0001.key`, the public key and its last day.
class Keys {
 public:
  // A folder that is not there has none. Throws std::runtime_error with one clear line for a file that is no
  // key or that others may read.
  static Keys read(const std::filesystem::path& folder);

  const SigningKey* signing() const { return signing_ ? &*signing_ : nullptr; }  // null: none
  std::vector<TrustedKey> trusted() const;                                       // newest first

 private:
  std::optional<SigningKey> signing_;
  std::map<std::string, TrustedKey> retired_;  // by number
};

// A new key, which signs from the next start on. Of the one before it the public half stays, trusted up to
// that day; its private half is taken away.
void rotate(const std::filesystem::path& folder, Date until);

}  // namespace nrmm::passport
