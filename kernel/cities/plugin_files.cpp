#include "cities/plugin_files.hpp"

#include "cities/pack_layer.hpp"
#include "cities/text_folder.hpp"
#include "yaml/parse.hpp"
#include "yaml/schema.hpp"

namespace nrmm::cities {
namespace {

namespace fs = std::filesystem;

bool in_plugin(const std::string& path) {
  return path == "plugin.yaml" || path == "init.lua" || laid_by_plugin(path);
}

bool there(const fs::path& root, const std::string& name) {
  return !name.empty() && !name.starts_with("_") && name.find('/') == std::string::npos &&
         fs::is_regular_file(root / name / "plugin.yaml");
}

}  // namespace

PackFolder read_plugin_folder(const fs::path& root, const std::string& name, Diagnostics& diagnostics) {
  return read_texts({root / name, "plugins/" + name, name}, in_plugin, diagnostics);
}

void take_plugins(PackFiles& files, const fs::path& root, Diagnostics& diagnostics) {
  const PackFolder& own = files.chain.back();
  const auto manifest = own.files.find("pack.yaml");
  if (manifest == own.files.end()) return;
  Diagnostics told_later;  // everything else about the manifest is the loader's to judge
  const auto parsed = yaml::parse(manifest->second, shown_path(own.id, "pack.yaml"), told_later);
  const yaml::Node* named = parsed ? parsed->find("plugins") : nullptr;
  if (!named || !named->is_mapping()) return;
  std::map<std::string, PackFolder> found;
  for (const yaml::Entry& entry : named->entries) {
    if (there(root, entry.key))
      found[entry.key] = read_plugin_folder(root, entry.key, diagnostics);
    else
      yaml::report_unknown(entry.key_source, "G001", "plugin", entry.key, plugins_in(root), diagnostics);
  }
  for (auto& [name, folder] : found) files.plugins.push_back(std::move(folder));
}

std::vector<std::string> plugins_in(const fs::path& root) {
  std::vector<std::string> out = folders_in(root);
  std::erase_if(out, [&](const std::string& name) { return !there(root, name); });
  return out;
}

}  // namespace nrmm::cities
