#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/catalogue.hpp"
#include "plugins/running.hpp"
#include "workflows/outbox.hpp"

namespace nrmm::plugins {

// What nrmm.yaml says about plugins.
struct HostSettings {
  std::filesystem::path folder, objects;
  std::vector<yaml::Entry> stated;     // those to run, with their settings
  std::string sms;                     // the one whose channel `sms` takes text messages; empty: they wait
  std::chrono::milliseconds limit{0};  // of every call
};

// The plugins of kind cpp that a deployment runs. Made without touching the database: what reads packs needs
// the catalogue only. What is wrong with folders, manifests, settings and objects is reported by open(), all
// of it; a plugin that fails later is the plugin's own affair.
class Host {
 public:
  explicit Host(HostSettings settings);
  ~Host();

  // The standard catalogue and what the plugins add to it, by their manifests alone.
  cities::Catalogue catalogue(const cities::Catalogue& standard) const;

  // Reads, checks and loads, G001–G008 and G015–G018; with an error nothing runs.
  void open(Diagnostics& diagnostics);
  void start(Surroundings surroundings, const std::string& only = {});
  void add_channels(workflows::Outbox& outbox) const;
  void hurry(std::chrono::milliseconds patience) const;  // before what calls plugins is stopped
  void stop(std::chrono::milliseconds patience);         // of each plugin

  std::vector<std::shared_ptr<Running>> running() const;
  std::shared_ptr<Running> find(const std::string& name) const;  // null: it does not run
  std::vector<std::string> names() const;                        // of those that nrmm.yaml names
  const std::filesystem::path& folder() const { return settings_.folder; }

 private:
  struct Wanted {  // a plugin that nrmm.yaml names
    yaml::Entry stated;
    std::optional<cities::PluginManifest> manifest;
    Json settings;
    const nrmm_plugin_descriptor* object = nullptr;
  };

  void read(Wanted& wanted, Diagnostics& diagnostics) const;
  void check_sms(Diagnostics& diagnostics) const;

  HostSettings settings_;
  std::vector<Wanted> wanted_;
  Diagnostics told_;  // by reading them
  std::shared_ptr<Gate> gate_;
  mutable std::mutex mutex_;  // of the last
  std::map<std::string, std::shared_ptr<Running>> running_;
};

}  // namespace nrmm::plugins
