#pragma once

#include <map>
#include <memory>
#include <string>

#include "api/host.hpp"
#include "cities/plugin_manifest.hpp"

namespace nrmm::plugins {

// What a plugin has registered. Filled by start(), on one thread; read-only afterwards, and cleared if
// start() fails.
struct Registrations {
  std::map<std::string, std::shared_ptr<api::Channel>> channels;
  std::map<std::string, api::Handler> routes;
  std::map<std::string, api::Effect> effects;
  std::map<std::string, api::Listener> listeners;
  std::map<std::string, api::Job> jobs;
  std::map<std::string, api::Command> commands;

  // Throws std::logic_error, naming the manifest's line, for what it provides and start() left out.
  void check_complete(const cities::PluginManifest& manifest) const;
};

}  // namespace nrmm::plugins
