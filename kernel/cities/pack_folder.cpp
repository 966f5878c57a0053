#include <algorithm>

#include "cities/pack_files.hpp"
#include "cities/plugin_files.hpp"
#include "cities/text_folder.hpp"
#include "yaml/parse.hpp"

namespace nrmm::cities {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLevels = 3;  // nation, province, city
struct Parent {
  std::string id;
  Source source;
};

// What the manifest inherits from; everything else about it is the loader's to judge.
std::optional<Parent> parent_of(const PackFolder& folder) {
  const auto manifest = folder.files.find("pack.yaml");
  if (manifest == folder.files.end()) return std::nullopt;
  Diagnostics told_later;
  const auto root = yaml::parse(manifest->second, "cities/" + folder.id + "/pack.yaml", told_later);
  const yaml::Node* parent = root ? root->find("inherits") : nullptr;
  if (!parent || !parent->is_scalar() || parent->is_plain("none")) return std::nullopt;
  return Parent{parent->text, parent->source};
}

bool plausible_id(const std::string& id) {
  return !id.empty() && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

bool exists(const fs::path& root, const std::string& id, const Source& source, Diagnostics& diagnostics) {
  if (plausible_id(id) && fs::is_directory(fs::symlink_status(root / id))) return true;
  const std::string near = nearest(id, folders_in(root));
  diagnostics.error(source, "P004", "there is no pack `" + id + "`",
                    near.empty() ? std::string() : "did you mean `" + near + "`?");
  return false;
}

bool in_pack(const std::string& path) { return !left_out(path); }

std::string levels(const PackFiles& files) {
  std::string out;
  for (auto at = files.chain.rbegin(); at != files.chain.rend(); ++at)
    out += (out.empty() ? "" : " over ") + at->id;
  return out;
}

}  // namespace

bool left_out(const std::string& path) {
  return path == "README.md" || path == "CHANGES.md" || path == "demo.yaml";
}

PackFiles read_pack_folder(const fs::path& root, const std::string& id, Diagnostics& diagnostics,
                           const fs::path& plugins) {
  const std::size_t errors = diagnostics.errors();
  PackFiles out;
  Parent next{id, {"cities/" + id}};
  while (exists(root, next.id, next.source, diagnostics)) {
    out.chain.insert(out.chain.begin(),
                     read_texts({root / next.id, "cities/" + next.id, next.id}, in_pack, diagnostics));
    const auto parent = parent_of(out.chain.front());
    if (!parent) break;
    next = *parent;
    const bool circle = std::any_of(out.chain.begin(), out.chain.end(),
                                    [&](const PackFolder& folder) { return folder.id == next.id; });
    if (circle)
      diagnostics.error(next.source, "P009", "`" + id + "` inherits from itself by way of `" + next.id + "`");
    if (!circle && out.chain.size() == kMaxLevels)
      diagnostics.error(next.source, "P009", "more than three levels of inheritance",
                        "base, province and city are three; here " + levels(out) + " over " + next.id);
    if (circle || out.chain.size() == kMaxLevels) break;
  }
  if (!out.chain.empty()) {
    const fs::path beside = fs::absolute(root).lexically_normal() / ".." / "plugins";
    take_plugins(out, plugins.empty() ? beside.lexically_normal() : plugins, diagnostics);
  }
  return diagnostics.errors() > errors ? PackFiles{} : out;
}

}  // namespace nrmm::cities
