#pragma once

#include <filesystem>
#include <iosfwd>

#include "base/date.hpp"
#include "config/settings.hpp"
#include "storage/database.hpp"

namespace nrmm::app {

Date today_here();  // of this machine, in UTC; what servers do goes by the database's day

// Check, test, archive, activate; what is wrong goes to `out` and nothing is changed.
bool activate_pack(const config::Settings& settings, storage::Database& database,
                   const std::filesystem::path& folder, std::ostream& out);

}  // namespace nrmm::app
