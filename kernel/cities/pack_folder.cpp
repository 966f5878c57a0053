#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "cities/pack_files.hpp"
#include "yaml/parse.hpp"

namespace nrmm::cities {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLevels = 3;  // nation, province, city
constexpr std::size_t kMaxFiles = 500;
constexpr std::size_t kMaxBytes = 1024 * 1024;  // of one file, areas of fences included

std::string shown(const std::string& id, const std::string& path) { return "cities/" + id + "/" + path; }

class FolderReader {
 public:
  FolderReader(fs::path root, std::string id, Diagnostics& diagnostics)
      : folder_(root / id), diagnostics_(diagnostics) {
    out_.id = std::move(id);
  }

  PackFolder read() {
    for (auto at = fs::recursive_directory_iterator(folder_); at != fs::recursive_directory_iterator();
         ++at) {
      if (at->path().filename().string().starts_with('.')) {
        at.disable_recursion_pending();
        continue;
      }
      if (!take(*at)) break;
    }
    return std::move(out_);
  }

 private:
  // False when there are too many to go on.
  bool take(const fs::directory_entry& entry) {
    const std::string path = entry.path().lexically_relative(folder_).generic_string();
    if (entry.is_symlink()) {
      diagnostics_.error({shown(out_.id, path)}, "P000", "links are not followed", "put the file here");
      return true;
    }
    if (!entry.is_regular_file() || left_out(path)) return true;
    if (out_.files.size() >= kMaxFiles) {
      diagnostics_.error({shown(out_.id, path)}, "P000", "more than 500 files in a pack");
      return false;
    }
    read_file(entry, path);
    return true;
  }

  void read_file(const fs::directory_entry& entry, const std::string& path) {
    if (entry.file_size() > kMaxBytes) {
      diagnostics_.error({shown(out_.id, path)}, "P000", "the file is larger than 1 MiB");
      return;
    }
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream.is_open() || stream.bad()) {
      diagnostics_.error({shown(out_.id, path)}, "P000", "cannot be read");
    } else if (!valid_utf8(text.str())) {
      diagnostics_.error({shown(out_.id, path)}, "P000", "not valid UTF-8", "save the file as UTF-8");
    } else {
      out_.files[path] = text.str();
    }
  }

  fs::path folder_;
  PackFolder out_;
  Diagnostics& diagnostics_;
};

struct Parent {
  std::string id;
  Source source;
};

// What the manifest inherits from; everything else about it is the loader's to judge.
std::optional<Parent> parent_of(const PackFolder& folder) {
  const auto manifest = folder.files.find("pack.yaml");
  if (manifest == folder.files.end()) return std::nullopt;
  Diagnostics told_later;
  const auto root = yaml::parse(manifest->second, shown(folder.id, "pack.yaml"), told_later);
  const yaml::Node* parent = root ? root->find("inherits") : nullptr;
  if (!parent || !parent->is_scalar() || parent->is_plain("none")) return std::nullopt;
  return Parent{parent->text, parent->source};
}

bool plausible_id(const std::string& id) {
  return !id.empty() && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

std::vector<std::string> packs_in(const fs::path& root) {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(root))
    if (entry.is_directory()) out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

bool exists(const fs::path& root, const std::string& id, const Source& source, Diagnostics& diagnostics) {
  if (plausible_id(id) && fs::is_directory(fs::symlink_status(root / id))) return true;
  const std::string near = fs::is_directory(root) ? nearest(id, packs_in(root)) : std::string();
  diagnostics.error(source, "P004", "there is no pack `" + id + "`",
                    near.empty() ? std::string() : "did you mean `" + near + "`?");
  return false;
}

}  // namespace

bool left_out(const std::string& path) {
  return path == "README.md" || path == "CHANGES.md" || path == "demo.yaml";
}

PackFiles read_pack_folder(const fs::path& root, const std::string& id, Diagnostics& diagnostics) {
  const std::size_t errors = diagnostics.errors();
  PackFiles out;
  Parent next{id, {"cities/" + id}};
  while (exists(root, next.id, next.source, diagnostics)) {
    out.chain.insert(out.chain.begin(), FolderReader(root, next.id, diagnostics).read());
    const auto parent = parent_of(out.chain.front());
    if (!parent) break;
    next = *parent;
    const bool circle = std::any_of(out.chain.begin(), out.chain.end(),
                                    [&](const PackFolder& folder) { return folder.id == next.id; });
    if (circle)
      diagnostics.error(next.source, "P009", "`" + id + "` inherits from itself by way of `" + next.id + "`");
    if (!circle && out.chain.size() == kMaxLevels)
      diagnostics.error(next.source, "P009", "more than three levels of inheritance");
    if (circle || out.chain.size() == kMaxLevels) break;
  }
  return diagnostics.errors() > errors ? PackFiles{} : out;
}

}  // namespace nrmm::cities
