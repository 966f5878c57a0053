#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/json.hpp"

namespace nrmm::cities {

// The texts of one pack's folder; paths are relative to it ("forms/machine.yaml").
struct PackFolder {
  std::string id;
  std::map<std::string, std::string> files;
};

// A pack with the parents it is laid over, base first: all that decides how a city behaves. What is archived,
// checked and loaded is always this, never a folder on disk that may change meanwhile.
struct PackFiles {
  std::vector<PackFolder> chain;
  std::vector<PackFolder> plugins;  // those that the pack itself names, by name: their manifests and rules

  const std::string& id() const { return chain.back().id; }
  std::string revision() const;  // SHA-256 over ids, paths and texts; first 16 hex digits

  Json to_json() const;  // for the archive: [{id, files: {path: text}}, …, {plugin, files}, …]
  static PackFiles from_json(const Json& archived);
};

// README.md, CHANGES.md and demo.yaml are for people and demonstrations, not part of the pack.
bool left_out(const std::string& path);

// Reads <root>/<id> and what it inherits from, at most three levels, without hidden files. Links are refused.
// The plugins it names are read from `plugins`; empty: the folder of that name beside `root`. Errors are
// collected; the result is then empty.
PackFiles read_pack_folder(const std::filesystem::path& root, const std::string& id, Diagnostics& diagnostics,
                           const std::filesystem::path& plugins = {});

}  // namespace nrmm::cities
