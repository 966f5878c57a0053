#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/seal.hpp"

namespace nrmm::machines {

// A link that shows exactly one photo for five minutes without a token: image tags cannot send one. The
// caller has checked that whoever gets it may see the photo. Thread-safe.
class PhotoLink {
 public:
  static constexpr std::chrono::seconds kLife{300};

  explicit PhotoLink(std::shared_ptr<const storage::Seal> seal) : seal_(std::move(seal)) {}

  // Times are seconds since 1970.
  std::string make(const std::string& city, const std::string& photo, std::int64_t now) const;
  bool valid(const std::string& city, const std::string& photo, std::string_view exp, std::string_view sig,
             std::int64_t now) const;

 private:
  std::string signature(const std::string& city, const std::string& photo, std::int64_t exp) const;

  std::shared_ptr<const storage::Seal> seal_;
};

}  // namespace nrmm::machines
