#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/catalogue.hpp"
#include "cities/plugin_manifest.hpp"
#include "plugins/rule_test.hpp"

namespace nrmm::plugins {

// One plugin's folder looked at, without running any C++ of it.
struct Examination {
  std::string name;                                // the folder's
  std::optional<cities::PluginManifest> manifest;  // none: the diagnostics say why
  Diagnostics diagnostics;
  RowResults rows;  // of its tests; none were run where there are errors

  bool passed() const { return manifest && !diagnostics.has_errors() && rows.faults.empty(); }
  void print(std::ostream& out) const;  // diagnostics, failed rows, then one line of counts
};

// `folder` is plugins/<name>. A Lua plugin's rules are compiled and its tests run.
Examination examine(const std::filesystem::path& folder);

// Their manifests alone, by name.
std::vector<Examination> read_all(const std::filesystem::path& root);

// The catalogue for checks that no server takes part in: a plugin of kind cpp is there if its manifest is.
cities::Catalogue offline_catalogue(const cities::Catalogue& standard, const std::filesystem::path& root);

}  // namespace nrmm::plugins
