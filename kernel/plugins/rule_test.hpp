#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/pack_files.hpp"
#include "cities/plugin_manifest.hpp"

namespace nrmm::plugins {

// What a row of plugins/<name>/tests/*.yaml expects and does not get.
struct RowFault {
  Source source;  // of the row
  std::string test;
  std::string text;
};

struct RowResults {
  int passed = 0;
  std::vector<RowFault> faults;
};

// Runs the tests of a Lua plugin, each with the settings it states: {call, settings, rows: [[arguments,
// results]]}; `none` stands for nil. What is wrong with the files themselves goes to the diagnostics.
RowResults run_rows(const cities::PluginManifest& plugin, const cities::PackFolder& rules,
                    const cities::PackFolder& tests, Diagnostics& diagnostics);

}  // namespace nrmm::plugins
