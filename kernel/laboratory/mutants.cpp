#include "laboratory/mutants.hpp"

#include "cities/pack_layer.hpp"
#include "laboratory/yaml_mutants.hpp"
#include "yaml/parse.hpp"

namespace nrmm::laboratory {
namespace {

// policies.yaml, forms/machine.yaml: the name before the slash or the ending.
const cities::Kind* kind_of(const std::string& path) {
  const std::string name = path.substr(0, path.find_first_of("/."));
  for (const cities::Kind* kind : cities::kinds())
    if (kind->name == name && path.ends_with(".yaml")) return kind;
  return nullptr;
}

void yaml_file(const std::string& path, const std::string& shown, const std::string& text,
               const NamePool& names, std::vector<Mutant>& out) {
  const cities::Kind* kind = kind_of(path);
  if (kind == &cities::kTests || (!kind && path != "pack.yaml")) return;
  Diagnostics told_in_loading;
  auto root = yaml::parse(text, shown, told_in_loading);
  if (!root || !root->is_mapping()) return;
  FileMutants file(path, std::move(*root), out);
  if (kind)
    definition_mutants(file, *kind, names);
  else
    manifest_mutants(file, names);
}

}  // namespace

std::vector<Mutant> mutants_of(const cities::PackFiles& files, const cities::Catalogue& catalogue) {
  const NamePool names(files, catalogue);
  std::vector<Mutant> out;
  for (const auto& [path, text] : files.chain.back().files) {
    const std::string shown = cities::shown_path(files.id(), path);
    if (path.ends_with(".lua"))
      lua_mutants(path, shown, text, out);
    else
      yaml_file(path, shown, text, names, out);
  }
  return out;
}

}  // namespace nrmm::laboratory
