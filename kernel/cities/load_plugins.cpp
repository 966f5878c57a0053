#include "cities/loading.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

// A pack that names a plugin which is not there does not load.
void load_plugin(Loading& loading, const yaml::Entry& stated) {
  const PackFolder* folder = loading.plugin_folder(stated.key);
  if (!folder) {
    std::vector<std::string> known;
    for (const PackFolder& each : loading.plugin_folders) known.push_back(each.id);
    return loading.unknown(stated.key_source, "plugin", stated.key, known, "G001");
  }
  auto manifest = read_plugin(*folder, loading.diagnostics);
  if (!manifest) return;
  if (manifest->kind == PluginManifest::Kind::cpp && !loading.catalogue.plugins().contains(stated.key))
    loading.diagnostics.error(stated.key_source, "G001",
                              "plugin `" + stated.key + "` does not run in this server",
                              manifest->source.file + " is there, the shared object is not");
  loading.pack.plugins[stated.key] = settle_settings(*manifest, stated, loading.diagnostics);
  for (const Role& role : manifest->roles) loading.pack.roles[role.name] = role;
  for (const auto& [name, title] : manifest->sources) loading.pack.sources.emplace(name, title);
  Diagnostics told_with_the_manifest;
  loading.plugin_layers.push_back(read_plugin_layer(*folder, told_with_the_manifest));
  loading.plugins.push_back(std::move(*manifest));
}

std::string near_hint(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest(name, known);
  return near.empty() ? near : "did you mean `" + near + "`?";
}

}  // namespace

const ProvidedName* provided(Loading& loading, const yaml::Node& body,
                             std::vector<ProvidedName> PluginManifest::*names) {
  const std::string rule = text_at(body, "rule");
  const std::size_t dot = rule.find('.');
  const PluginManifest* plugin = loading.plugin(rule.substr(0, dot));
  if (!plugin || dot == std::string::npos) return nullptr;
  std::vector<std::string> known;
  for (const ProvidedName& each : plugin->*names) {
    if (each.name == rule.substr(dot + 1)) return &each;
    known.push_back(plugin->name + "." + each.name);
  }
  const bool facts = names == &PluginManifest::facts;
  if (loading.program && loading.program->has(rule))  // else it has been reported
    loading.diagnostics.error(
        source_of(body, "rule"), "P012",
        "`" + rule + "` is not among the " + (facts ? "facts" : "checks") + " of " + plugin->source.file,
        near_hint(rule, known));
  return nullptr;
}

void load_plugins(Loading& loading) {
  for (const yaml::Entry& stated : mapping_at(loading.own().manifest, "plugins").entries)
    load_plugin(loading, stated);
}

}  // namespace nrmm::cities
