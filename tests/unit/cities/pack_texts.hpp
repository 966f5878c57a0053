#pragma once

#include <filesystem>
#include <memory>
#include <sstream>
#include <string>

#include "cities/loader.hpp"
#include "small_catalogue.hpp"

namespace nrmm::cities {

// A pack given as texts, laid over tests/packs/base.
struct TextPack {
  std::map<std::string, std::string> files;
  std::string from = "2021-01-01";

  PackFiles chain() const {
    Diagnostics diagnostics;
    PackFiles out = read_pack_folder(NRMM_SOURCE_DIR "/tests/packs", "base", diagnostics);
    PackFolder own{"town", files};
    own.files["pack.yaml"] =
        "id: town\nname: 某市\nadcode: \"100100\"\ninherits: base\napi: 1\neffective: { from: " + from +
        " }\nbasis: 市规 第一条\nsources: { 市规: 《某市规定》 }\n";
    out.chain.push_back(std::move(own));
    return out;
  }
};

struct LoadedPack {
  std::shared_ptr<const Pack> pack;
  std::string reported;
};

inline LoadedPack load(const PackFiles& files, const Catalogue& catalogue = small_catalogue()) {
  Diagnostics diagnostics;
  LoadedPack out;
  out.pack = load_pack(files, catalogue, *Date::parse("2025-06-15"), diagnostics);
  std::ostringstream printed;
  diagnostics.print(printed);
  out.reported = printed.str();
  return out;
}

}  // namespace nrmm::cities
