#include "cities/pack_files.hpp"

#include "base/digest.hpp"

namespace nrmm::cities {

// Length before text, so that no two sets of files are written alike.
std::string PackFiles::revision() const {
  std::string all;
  const auto add = [&](const std::string& text) { all += std::to_string(text.size()) + ':' + text; };
  const auto add_folder = [&](const PackFolder& folder) {
    add(folder.id);
    all += std::to_string(folder.files.size()) + ';';
    for (const auto& [path, text] : folder.files) {
      add(path);
      add(text);
    }
  };
  for (const PackFolder& folder : chain) add_folder(folder);
  for (const PackFolder& folder : plugins) {
    all += '+';
    add_folder(folder);
  }
  return sha256_hex(all).substr(0, 16);
}

Json PackFiles::to_json() const {
  Json out = Json::array();
  for (const PackFolder& folder : chain) out.push_back({{"id", folder.id}, {"files", folder.files}});
  for (const PackFolder& folder : plugins) out.push_back({{"plugin", folder.id}, {"files", folder.files}});
  return out;
}

PackFiles PackFiles::from_json(const Json& archived) {
  PackFiles out;
  for (const Json& folder : archived) {
    const bool plugin = folder.contains("plugin");
    (plugin ? out.plugins : out.chain)
        .push_back({folder.at(plugin ? "plugin" : "id").get<std::string>(),
                    folder.at("files").get<std::map<std::string, std::string>>()});
  }
  return out;
}

}  // namespace nrmm::cities
