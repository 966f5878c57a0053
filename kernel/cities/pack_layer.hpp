#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/pack_files.hpp"
#include "cities/pack_tables.hpp"
#include "lua/rule_source.hpp"
#include "yaml/node.hpp"

namespace nrmm::cities {

// What one pack of a chain states under one name; `body` has known keys only.
struct Definition {
  std::string pack;
  std::string name;
  Source source;  // of the name
  yaml::Node body;

  bool taken_away() const { return body.is_plain("none"); }
};

// One pack of a chain as read, before it is laid over its parents.
struct Layer {
  std::string id;
  yaml::Node manifest;
  std::map<std::string_view, std::vector<Definition>> kinds;  // by Kind::name, in the files' order
  std::vector<lua::RuleSource> rules;
  std::map<std::string, std::string> areas;    // fences' GeoJSON by file name
  std::map<std::string, std::string> figures;  // SVG by path

  const std::vector<Definition>& of(const Kind& kind) const;
};

// Parses and checks every file of a folder: P000, P001, P002, P007. Tests only when asked for, because a
// server does not need them.
Layer read_layer(const PackFolder& folder, bool tests, Diagnostics& diagnostics);

// What a plugin lays under the packs that name it: its policies, vocabularies, forms, workflows and texts.
Layer read_plugin_layer(const PackFolder& plugin, Diagnostics& diagnostics);
bool laid_by_plugin(const std::string& path);  // whether the file of a plugin's folder holds such

// The layers of a pack with those of its plugins first, for who only looks at what is stated.
std::vector<Layer> all_layers(const PackFiles& files, bool tests, Diagnostics& diagnostics);

std::string shown_path(const std::string& pack, const std::string& path);  // cities/<pack>/<path>

}  // namespace nrmm::cities
