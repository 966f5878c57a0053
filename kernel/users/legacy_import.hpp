#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"
#include "users/personal_numbers.hpp"

namespace nrmm::users {

// `nrmm account import-legacy`: the former system's accounts, which their holders then bind to new ones
// (F015). All of the list or, with an error in it, nothing. A login that was imported before is an error too
// (L004).
class LegacyImport {
 public:
  LegacyImport(storage::Database& database, const PersonalNumbers& numbers, std::string operator_name)
      : database_(database), numbers_(numbers), operator_(std::move(operator_name)) {}

  // How many rows came in.
  int run(const cities::Pack& pack, std::string_view text, const std::string& file,
          Diagnostics& diagnostics) const;

 private:
  storage::Database& database_;
  const PersonalNumbers& numbers_;
  std::string operator_;
};

}  // namespace nrmm::users
