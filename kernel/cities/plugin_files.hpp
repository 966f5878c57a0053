#pragma once

#include <filesystem>

#include "base/diagnostic.hpp"
#include "cities/pack_files.hpp"

namespace nrmm::cities {

// What of a plugin's folder decides how a city behaves: the manifest, a Lua plugin's rules, and what it lays
// under the pack. It is archived with every revision of a pack that names the plugin; a shared object is of
// the server's build and stays out.
PackFolder read_plugin_folder(const std::filesystem::path& root, const std::string& name,
                              Diagnostics& diagnostics);

// Adds the plugins that the pack's own manifest names. G001 for one that is not in the folder.
void take_plugins(PackFiles& files, const std::filesystem::path& root, Diagnostics& diagnostics);

// The plugins in a folder, by name; what begins with `_` is none.
std::vector<std::string> plugins_in(const std::filesystem::path& root);

}  // namespace nrmm::cities
