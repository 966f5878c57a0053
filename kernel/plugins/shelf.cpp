#include "plugins/shelf.hpp"

#include "cities/plugin_files.hpp"

namespace nrmm::plugins {

namespace fs = std::filesystem;

Examination examine(const fs::path& folder) {
  const fs::path whole = fs::absolute(folder).lexically_normal();
  const fs::path path = whole.filename().empty() ? whole.parent_path() : whole;
  Examination out;
  out.name = path.filename().string();
  if (!fs::is_directory(path)) {
    out.diagnostics.error({"plugins/" + out.name}, "G001", "there is no plugin `" + out.name + "`");
    return out;
  }
  const auto files = cities::read_plugin_folder(path.parent_path(), out.name, out.diagnostics);
  if (!out.diagnostics.has_errors()) out.manifest = cities::read_plugin(files, out.diagnostics);
  out.diagnostics.sort();
  return out;
}

std::vector<Examination> examine_all(const fs::path& root) {
  std::vector<Examination> out;
  for (const std::string& name : cities::plugins_in(root)) out.push_back(examine(root / name));
  return out;
}

cities::Catalogue offline_catalogue(const cities::Catalogue& standard, const fs::path& root) {
  cities::Catalogue out = standard;
  for (const Examination& each : examine_all(root))
    if (each.manifest && each.manifest->kind == cities::PluginManifest::Kind::cpp) out.add_plugin(each.name);
  return out;
}

}  // namespace nrmm::plugins
