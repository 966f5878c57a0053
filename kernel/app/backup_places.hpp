#pragma once

#include "app/home.hpp"
#include "backup/shipping.hpp"
#include "config/settings.hpp"

namespace nrmm::app {

backup::Places backup_places(const config::Settings& settings, const Home& home);

// Of the keys below a folder; who knows it does not know them. Throws std::runtime_error when they are not
// there.
std::string fingerprint_of_keys(const std::filesystem::path& folder);

// The key files, only for their owner. A file of that name with other contents is not touched: throws
// std::runtime_error.
void copy_keys(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace nrmm::app
