#include <algorithm>

#include "cities/loading.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

// A pack that names a plugin which is not there does not load.
void load_plugin(Loading& loading, const yaml::Entry& stated) {
  const auto& folders = loading.plugin_folders;
  const auto folder = std::find_if(folders.begin(), folders.end(),
                                   [&](const PackFolder& each) { return each.id == stated.key; });
  if (folder == folders.end()) {
    std::vector<std::string> known;
    for (const PackFolder& each : folders) known.push_back(each.id);
    return loading.unknown(stated.key_source, "plugin", stated.key, known, "G001");
  }
  auto manifest = read_plugin(*folder, loading.diagnostics);
  if (!manifest) return;
  if (manifest->kind == PluginManifest::Kind::cpp && !loading.catalogue.plugins().contains(stated.key))
    loading.diagnostics.error(stated.key_source, "G001",
                              "plugin `" + stated.key + "` does not run in this server",
                              manifest->source.file + " is there, the shared object is not");
  loading.pack.plugins[stated.key] = settle_settings(*manifest, stated, loading.diagnostics);
  loading.plugins.push_back(std::move(*manifest));
}

}  // namespace

void load_plugins(Loading& loading) {
  for (const yaml::Entry& stated : mapping_at(loading.own().manifest, "plugins").entries)
    load_plugin(loading, stated);
}

}  // namespace nrmm::cities
