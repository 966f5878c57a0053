#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/catalogue.hpp"
#include "cities/plugin_manifest.hpp"

namespace nrmm::plugins {

// One plugin's folder looked at, without running any C++ of it.
struct Examination {
  std::string name;                                // the folder's
  std::optional<cities::PluginManifest> manifest;  // none: the diagnostics say why
  Diagnostics diagnostics;
};

// `folder` is plugins/<name>.
Examination examine(const std::filesystem::path& folder);

std::vector<Examination> examine_all(const std::filesystem::path& root);  // by name

// The catalogue for checks that no server takes part in: a plugin of kind cpp is there if its manifest is.
cities::Catalogue offline_catalogue(const cities::Catalogue& standard, const std::filesystem::path& root);

}  // namespace nrmm::plugins
