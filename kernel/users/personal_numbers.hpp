#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "storage/seal.hpp"

namespace nrmm::users {

// The account's own personal columns: sealed for storing, keyed hashes for finding. A value is bound to its
// city, so a row copied into another one neither opens nor is found. Expects normal forms
// (cities/identifiers.hpp). Thread-safe.
class PersonalNumbers {
 public:
  explicit PersonalNumbers(std::shared_ptr<const storage::Seal> seal) : seal_(std::move(seal)) {}

  std::string sealed(std::string_view city, std::string_view plain) const;
  std::string opened(std::string_view city, std::string_view sealed) const;  // "" for ""

  std::string phone_mac(std::string_view city, std::string_view phone) const;
  std::string id_number_mac(std::string_view city, std::string_view number) const;
  // For what is only counted or compared: logins, addresses, codes. `what` keeps uses apart.
  std::string mac(std::string_view city, std::string_view what, std::string_view value) const;

 private:
  std::shared_ptr<const storage::Seal> seal_;
};

}  // namespace nrmm::users
