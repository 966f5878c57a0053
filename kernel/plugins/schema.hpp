#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "storage/migrator.hpp"

namespace nrmm::plugins {

// Where a plugin's own tables are: "x_news".
std::string schema_of(const std::string& plugin);

struct PluginSteps {
  std::string plugin;
  std::vector<storage::Migration> steps;  // of migrations/NNNN_name.sql, by number
};

// The steps of every plugin that has some, of kind cpp only those that are named. std::runtime_error for a
// file that is not called so, or a number twice.
std::vector<PluginSteps> plugin_steps(const std::filesystem::path& folder,
                                      const std::vector<std::string>& run);

// Brings the plugins' schemas up, after the kernel's: each step in a transaction of its own with the schema
// alone on its search path, recorded by its hash. Every table must begin its key with city_id and gets
// row-level security by city; the server's role may read and write rows. std::runtime_error names plugin and
// step. Returns "<plugin> <step>" of those done now.
std::vector<std::string> migrate_plugins(const std::string& owner_dsn, const std::string& server_role,
                                         const std::vector<PluginSteps>& all);

}  // namespace nrmm::plugins
