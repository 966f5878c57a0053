// Packs: texts laid over the small base pack of tests/packs. `=== <path>` begins a file of the folder.
#include "../unit/cities/small_catalogue.hpp"
#include "base/text.hpp"
#include "cities/loader.hpp"
#include "target.hpp"

namespace nrmm::fuzz {
namespace {

const cities::PackFolder& base() {
  static const cities::PackFolder folder = [] {
    Diagnostics diagnostics;
    const auto files = cities::read_pack_folder(NRMM_SOURCE_DIR "/tests/packs", "base", diagnostics);
    require(!diagnostics.has_errors(), "the base pack");
    return files.chain.front();
  }();
  return folder;
}

cities::PackFolder town(std::string_view input) {
  constexpr std::string_view kMark = "=== ";
  cities::PackFolder folder{"town", {}};
  folder.files["pack.yaml"] =
      "id: town\nname: 某市\nadcode: \"100100\"\ninherits: base\napi: 1\neffective: { from: 2021-01-01 }\n"
      "basis: 市规 第一条\nsources: { 市规: 《某市规定》 }\n";
  while (input.starts_with(kMark)) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string path(input.substr(kMark.size(), end - std::min(end, kMark.size())));
    input.remove_prefix(std::min(end + 1, input.size()));
    const std::size_t next = std::min(input.starts_with(kMark) ? 0 : input.find("\n=== "), input.size());
    folder.files[path] = input.substr(0, next);
    input.remove_prefix(input.starts_with(kMark) ? 0 : std::min(next + 1, input.size()));
  }
  return folder;
}

struct Outcome {
  std::shared_ptr<const cities::Pack> pack;
  std::vector<std::string> said;
};

Outcome load(const cities::PackFiles& files) {
  static const cities::Catalogue catalogue = cities::small_catalogue();
  Diagnostics diagnostics;
  Outcome out;
  out.pack = cities::load_pack(files, catalogue, *Date::parse("2025-06-15"), diagnostics);
  require((out.pack == nullptr) == diagnostics.has_errors(), "no pack without a reason, none with an error");
  for (const Diagnostic& each : diagnostics.all()) {
    require(!each.code.empty() && !each.message.empty() && !each.source.file.empty(),
            "a diagnostic has its place");
    out.said.push_back(each.str());
  }
  return out;
}

}  // namespace

void run(std::string_view input) {
  if (!valid_utf8(input) || input.find('\0') != std::string_view::npos)
    return;  // read_pack_folder refuses it
  const cities::PackFiles files{{base(), town(input)}, {}};
  const Outcome first = load(files), second = load(files);
  require(first.said == second.said, "the same diagnostics each time");
  if (!first.pack) return;
  const auto archived = cities::PackFiles::from_json(parse_json(dump_json(files.to_json())));
  require(archived.revision() == files.revision(), "the same revision from the archive");
}

}  // namespace nrmm::fuzz
