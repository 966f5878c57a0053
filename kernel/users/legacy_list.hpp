#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace nrmm::users {

struct LegacyRow {
  std::string login;
  std::string phone;  // normal form
  std::string name;   // may be empty
  int line = 0;
};

// A list of the former system's accounts: CSV in UTF-8 or GB 18030, the first line names the columns
// `login,phone` and, where there is one, `name`; cells may stand in quotes, a quote inside is doubled.
// Whatever is wrong is reported with its line (L001 columns, L002 cell or text, L003 login twice), all of it;
// then the rows are of no use.
std::vector<LegacyRow> read_legacy_list(std::string_view bytes, const std::string& file,
                                        Diagnostics& diagnostics);

}  // namespace nrmm::users
