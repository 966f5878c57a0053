#pragma once

#include <filesystem>
#include <iosfwd>

#include "base/date.hpp"
#include "cities/catalogue.hpp"
#include "config/settings.hpp"
#include "storage/database.hpp"

namespace nrmm::app {

// What packs may use in this deployment: a plugin of kind cpp is there if nrmm.yaml names it.
cities::Catalogue deployment_catalogue(const config::Settings& settings);

Date today_here();  // in China, by this machine's clock; what servers do goes by the database's day

// Check, test, archive, activate; what is wrong goes to `out` and nothing is changed.
bool activate_pack(const config::Settings& settings, storage::Database& database,
                   const std::filesystem::path& folder, std::ostream& out);

}  // namespace nrmm::app
