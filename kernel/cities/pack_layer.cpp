#include "cities/pack_layer.hpp"

#include <algorithm>
#include <optional>

#include "cities/figure.hpp"
#include "yaml/parse.hpp"
#include "yaml/read.hpp"

namespace nrmm::cities {
namespace {

constexpr std::string_view kRules = "rules/", kFenceFolder = "fences/";

std::string_view without(std::string_view path, std::string_view ending) {
  return path.substr(0, path.size() - ending.size());
}

// policies.yaml and policies/anything.yaml hold policies.
const Kind* kind_of(std::string_view path) {
  if (!path.ends_with(".yaml")) return nullptr;
  const auto slash = path.find('/');
  const std::string_view name =
      slash == std::string_view::npos ? without(path, ".yaml") : path.substr(0, slash);
  const auto all = kinds();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Kind* kind) { return kind->name == name; });
  return found == all.end() ? nullptr : *found;
}

std::vector<std::string> known_files() {
  std::vector<std::string> out{"pack.yaml"};
  for (const Kind* kind : kinds()) out.push_back(std::string(kind->name) + ".yaml");
  return out;
}

class LayerReader {
 public:
  // `id`: of what states it; `shown`: how diagnostics call the folder.
  LayerReader(const PackFolder& folder, std::string id, std::string shown, bool tests,
              Diagnostics& diagnostics)
      : folder_(folder), shown_(std::move(shown)), tests_(tests), diagnostics_(diagnostics) {
    out_.id = std::move(id);
    out_.manifest.kind = yaml::Node::Kind::mapping;
    out_.manifest.source = {path_of("pack.yaml")};
  }

  Layer read() {
    if (!folder_.files.contains("pack.yaml"))
      diagnostics_.error(out_.manifest.source, "P003", "the pack has no pack.yaml");
    for (const auto& [path, text] : folder_.files) take(path, text);
    return std::move(out_);
  }

  Layer read_of_plugin() {
    for (const auto& [path, text] : folder_.files)
      if (laid_by_plugin(path)) definitions(*kind_of(path), path, text);
    return std::move(out_);
  }

 private:
  std::string path_of(const std::string& path) const { return shown_ + "/" + path; }

  void take(const std::string& path, const std::string& text) {
    if (path == "pack.yaml") return manifest(text);
    if (const Kind* kind = kind_of(path)) {
      if (kind != &kTests || tests_) definitions(*kind, path, text);
    } else if (path.starts_with(kRules) && path.ends_with(".lua")) {
      const std::string module(without(std::string_view(path).substr(kRules.size()), ".lua"));
      out_.rules.push_back({module, path_of(path), text});
    } else if (path.starts_with(kFenceFolder) && path.ends_with(".geojson")) {
      out_.areas[path.substr(kFenceFolder.size())] = text;
    } else if (is_figure_path(path)) {
      out_.figures[path] = text;
    } else {
      yaml::report_unknown({path_of(path)}, "P001", "file", path, known_files(), diagnostics_);
    }
  }

  void manifest(const std::string& text) {
    const auto root = yaml::parse(text, path_of("pack.yaml"), diagnostics_);
    if (root) out_.manifest = yaml::checked(*root, kManifestSchema, false, diagnostics_);
  }

  void definitions(const Kind& kind, const std::string& path, const std::string& text) {
    const auto root = yaml::parse(text, path_of(path), diagnostics_);
    if (!root || root->kind == yaml::Node::Kind::null) return;
    if (!root->is_mapping()) {
      diagnostics_.error(root->source, "P002",
                         "expected a mapping of names to definitions, found " + yaml::describe(*root));
      return;
    }
    for (const yaml::Entry& entry : root->entries) define(kind, entry);
  }

  void define(const Kind& kind, const yaml::Entry& entry) {
    if (!entry.key_quoted && yaml::looks_like_number(entry.key)) {
      diagnostics_.error(entry.key_source, "P002", "a code of digits is quoted", "\"" + entry.key + "\"");
      return;
    }
    std::vector<Definition>& all = out_.kinds[kind.name];
    const auto first =
        std::find_if(all.begin(), all.end(), [&](const Definition& one) { return one.name == entry.key; });
    if (first != all.end()) {
      diagnostics_.error(entry.key_source, "P007",
                         std::string(kind.one) + " `" + entry.key + "` is stated twice",
                         "first in " + first->source.str());
      return;
    }
    all.push_back({out_.id, entry.key, entry.key_source, body(kind, entry.value)});
  }

  yaml::Node body(const Kind& kind, const yaml::Node& value) {
    if (value.is_plain("none") && kind.inherited) return value;
    if (!kind.schema) {
      yaml::as_text(value, diagnostics_);
      return value;
    }
    yaml::Node out = yaml::checked(value, *kind.schema, kind.inherited, diagnostics_);
    if (&kind == &kTests) check_test(out);
    return out;
  }

  // Tests are not laid over one another, so they can be judged where they stand.
  void check_test(yaml::Node& test) {
    yaml::check_complete(test, *kTests.schema, "the test", diagnostics_);
    yaml::Entry* rows = test.entry("rows");
    if (!rows || rows->value.kind == yaml::Node::Kind::null) return;
    const auto is_row = [](const yaml::Node& row) {
      return row.is_sequence() && row.items.size() == 2 && row.items[0].is_mapping() &&
             row.items[1].is_mapping();
    };
    if (rows->value.is_sequence() && std::all_of(rows->value.items.begin(), rows->value.items.end(), is_row))
      return;
    diagnostics_.error(rows->value.source, "P002", "expected rows [[given, expect], …]");
    test.erase("rows");
  }

  const PackFolder& folder_;
  std::string shown_;
  bool tests_;
  Diagnostics& diagnostics_;
  Layer out_;
};

}  // namespace

const std::vector<Definition>& Layer::of(const Kind& kind) const {
  static const std::vector<Definition> kNone;
  const auto found = kinds.find(kind.name);
  return found == kinds.end() ? kNone : found->second;
}

Layer read_layer(const PackFolder& folder, bool tests, Diagnostics& diagnostics) {
  return LayerReader(folder, folder.id, "cities/" + folder.id, tests, diagnostics).read();
}

bool laid_by_plugin(const std::string& path) {
  const Kind* kind = kind_of(path);
  for (const Kind* each : {&kPolicies, &kVocabularies, &kForms, &kWorkflows, &kMessages})
    if (kind == each) return true;
  return false;
}

Layer read_plugin_layer(const PackFolder& plugin, Diagnostics& diagnostics) {
  const std::string shown = "plugins/" + plugin.id;
  return LayerReader(plugin, shown, shown, false, diagnostics).read_of_plugin();
}

std::vector<Layer> all_layers(const PackFiles& files, bool tests, Diagnostics& diagnostics) {
  std::vector<Layer> out;
  for (const PackFolder& plugin : files.plugins) out.push_back(read_plugin_layer(plugin, diagnostics));
  for (const PackFolder& folder : files.chain) out.push_back(read_layer(folder, tests, diagnostics));
  return out;
}

std::string shown_path(const std::string& pack, const std::string& path) {
  return "cities/" + pack + "/" + path;
}

}  // namespace nrmm::cities
