#pragma once

#include "cities/plugin_manifest.hpp"
#include "http/contract.hpp"

namespace nrmm::plugins {

// What a call of a plugin answers. Of a plugin of kind lua it follows from the record that the call is about;
// one of kind cpp may answer any JSON.
http::CallContract contract_of(const cities::PluginManifest& plugin, const cities::PluginRoute& route);

}  // namespace nrmm::plugins
