#pragma once

#include "base/diagnostic.hpp"
#include "cities/plugin_manifest.hpp"
#include "lua/program.hpp"

namespace nrmm::cities {

// A Lua plugin's init.lua as the rules of a pack see it, run with these settings.
lua::PluginSource plugin_source(const PluginManifest& plugin, const PackFolder& folder, const Json& settings);

// G009 for what the manifest provides and init.lua does not define, or not for (answers, ctx); G010 for a
// function that it defines and the manifest does not provide.
void check_provided(const PluginManifest& plugin, const lua::Program& program, Diagnostics& diagnostics);

}  // namespace nrmm::cities
