#include "laboratory/upgrade.hpp"

#include <map>

#include "cities/pack_api.hpp"
#include "cities/pack_layer.hpp"
#include "yaml/parse.hpp"
#include "yaml/read.hpp"

namespace nrmm::laboratory {
namespace {

const yaml::Node* api_of(const yaml::Node& manifest, const std::string& file, Diagnostics& diagnostics) {
  const yaml::Node* api = manifest.find("api");
  if (!api) diagnostics.error({file, 1, 1}, "P003", "pack.yaml has no `api`", "version of the pack language");
  return api;
}

class Upgrade {
 public:
  Upgrade(const cities::PackFolder& pack, std::int64_t from) : pack_(pack) { out_.from = from; }

  void apply(const Rewrite& rewrite) {
    std::map<std::string, std::vector<yaml::Edit>> by_path;
    for (yaml::Edit& edit : rewrite.edits(pack_)) {
      out_.said.push_back(edit.at.str() + ": " + std::string(rewrite.what));
      by_path[path_of(edit.at)].push_back(std::move(edit));
    }
    for (auto& [path, edits] : by_path) change(path, std::move(edits));
  }

  // The level stands where the rewrites have left it.
  Upgraded finish(std::int64_t to) {
    Diagnostics told_before;
    const auto manifest = yaml::parse(pack_.files.at("pack.yaml"), "pack.yaml", told_before).value();
    change("pack.yaml", {yaml::Edit::value(*manifest.find("api"), std::to_string(to))});
    out_.to = to;
    return std::move(out_);
  }

 private:
  std::string path_of(const Source& source) const {
    return source.file.substr(cities::shown_path(pack_.id, "").size());
  }

  void change(const std::string& path, std::vector<yaml::Edit> edits) {
    std::string& text = pack_.files.at(path);
    text = yaml::edited(text, std::move(edits));
    out_.changed[path] = text;
  }

  cities::PackFolder pack_;
  Upgraded out_{};
};

}  // namespace

std::span<const Rewrite> rewrites() { return {}; }

std::optional<Upgraded> upgraded(const cities::PackFolder& pack, std::span<const Rewrite> rewrites,
                                 std::int64_t to, Diagnostics& diagnostics) {
  const std::string file = cities::shown_path(pack.id, "pack.yaml");
  const auto found = pack.files.find("pack.yaml");
  const auto manifest = yaml::parse(found == pack.files.end() ? "" : found->second, file, diagnostics);
  const yaml::Node* api = manifest ? api_of(*manifest, file, diagnostics) : nullptr;
  const auto from = api ? yaml::as_integer(*api, diagnostics) : std::nullopt;
  if (!from) return std::nullopt;
  const auto fault = cities::api_fault(*from, to);
  if (!fault) return Upgraded{*from, to, {}, {}};
  if (*from < 1 || *from > to) {
    diagnostics.error(api->source, "P002", fault->message, fault->hint);
    return std::nullopt;
  }
  Upgrade upgrade(pack, *from);
  for (const Rewrite& rewrite : rewrites)
    if (rewrite.from >= *from && rewrite.from < to) upgrade.apply(rewrite);
  return upgrade.finish(to);
}

}  // namespace nrmm::laboratory
