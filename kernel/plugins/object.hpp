#pragma once

#include <filesystem>

#include "api/descriptor.h"
#include "base/diagnostic.hpp"
#include "cities/plugin_manifest.hpp"

namespace nrmm::plugins {

// Where the shared objects lie: the configured folder, else plugins/ beside this program.
std::filesystem::path object_folder(const std::filesystem::path& configured);

// Loads <folder>/<name>.so, every symbol at once and none for others; it stays until the process ends. What
// it says of itself is compared with the manifest and with this program before any call: G006, G015–G018.
// Null with an error.
const nrmm_plugin_descriptor* open_object(const std::filesystem::path& folder,
                                          const cities::PluginManifest& manifest, Diagnostics& diagnostics);

}  // namespace nrmm::plugins
