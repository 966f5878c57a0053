#include "base/digest.hpp"
#include "cities/loading.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

constexpr std::size_t kDigestDigits = 12;

}  // namespace

std::string figure_at(Loading& loading, const yaml::Node& body, std::string_view key) {
  const std::string path = text_at(body, key);
  if (path.empty()) return path;
  loading.used_figures.insert(path);
  std::vector<std::string> known;
  for (const Layer& layer : loading.chain) {
    if (layer.figures.contains(path)) return path;
    for (const auto& [name, svg] : layer.figures) known.push_back(name);
  }
  loading.unknown(source_of(body, key), "figure", path, known);
  return {};
}

// The nearest pack that has a drawing counts.
void load_figures(Loading& loading) {
  for (const Layer& layer : loading.chain) {
    for (const auto& [path, svg] : layer.figures) {
      const std::string file = shown_path(layer.id, path);
      for (const FigureFault& one : figure_faults(svg))
        loading.diagnostics.error({file, one.line, 1}, "P024", one.message);
      loading.pack.figures[path] = {svg, sha256_hex(svg).substr(0, kDigestDigits)};
      if (&layer == &loading.own() && !loading.used_figures.contains(path))
        loading.diagnostics.error({file, 1, 1}, "P013", "nothing uses figure `" + path + "`",
                                  "name it in the help of a field");
    }
  }
}

}  // namespace nrmm::cities
