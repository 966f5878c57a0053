#pragma once

#include "cities/pack_layer.hpp"
#include "cities/plugin_manifest.hpp"

namespace nrmm::cities {

// What a plugin lays under the packs, against its manifest: G009 for a form or case kind that is provided and
// not defined, G010 for one the other way round, G024 for a definition under another's name, G025 for a case
// kind that is about something of the kernel's.
void check_definitions(const PluginManifest& plugin, const Layer& layer, Diagnostics& diagnostics);

}  // namespace nrmm::cities
