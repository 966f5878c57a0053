#pragma once

#include <filesystem>
#include <iosfwd>

#include "config/settings.hpp"
#include "storage/database.hpp"

namespace nrmm::app {

// Check, test, archive, activate; what is wrong goes to `out` and nothing is changed.
bool activate_pack(const config::Settings& settings, storage::Database& database,
                   const std::filesystem::path& folder, std::ostream& out);

}  // namespace nrmm::app
