#pragma once

#include "cities/plugin_manifest.hpp"
#include "http/request.hpp"
#include "log/logger.hpp"

namespace nrmm::plugins {

// Answers a call of a plugin of kind lua: the host lists, shows, makes, changes or withdraws the record that
// the route names, the plugin's pure functions `check` and `seen` decide about it (docs/decisions/0012).
// Record and audit row are one transaction. Problems: 404 for what is not there or not seen, 412
// request.stale, 422 <plugin>.refused with the check's field and text, 503 plugin.unavailable where a
// function fails; of a list, the record at which `seen` fails is left out. The log says how.
http::Response answer_with_records(const cities::PluginManifest& plugin, const cities::PluginRoute& route,
                                   http::Request& request, log::Logger& logger);

}  // namespace nrmm::plugins
