#include "cities/loading.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

using yaml::Node;

// The file stands beside the definition, so the nearest pack that has it counts.
Json read_area(Loading& loading, const Node& body) {
  const std::string file = text_at(body, "area");
  if (file.empty()) return nullptr;
  std::vector<std::string> known;
  for (auto layer = loading.chain.rbegin(); layer != loading.chain.rend(); ++layer) {
    const auto found = layer->areas.find(file);
    for (const auto& [name, text] : layer->areas) known.push_back(name);
    if (found == layer->areas.end()) continue;
    try {
      return parse_json(found->second);
    } catch (const std::exception& error) {
      loading.diagnostics.error({shown_path(layer->id, "fences/" + file)}, "P000", error.what());
      return nullptr;
    }
  }
  loading.unknown(source_of(body, "area"), "area file", file, known);
  return nullptr;
}

bool is_polygon(const Json& area) {
  if (!area.is_object()) return false;
  const Json type = area.value("type", Json());
  return (type == "Polygon" || type == "MultiPolygon") && area.contains("coordinates") &&
         area["coordinates"].is_array() && !area["coordinates"].empty();
}

}  // namespace

void load_fences(Loading& loading) {
  const Askables names = register_names(loading, {"machine"});
  for (const auto& [name, merged] : loading.of(kFences)) {
    const Node& body = merged.body;
    const std::string what = "fence `" + name + "`";
    yaml::check_complete(body, *kFences.schema, what, loading.diagnostics);
    Fence fence;
    fence.name = name;
    fence.source = merged.source;
    fence.label = words_at(loading, body, "label");
    fence.datum = text_at(body, "datum");
    fence.from = date_at(body, "from");
    fence.to = date_at(body, "to");
    fence.hours = text_at(body, "hours");
    fence.basis = read_basis(loading, body, nullptr, what);
    fence.area = read_area(loading, body);
    if (!fence.area.is_null() && !is_polygon(fence.area))
      loading.diagnostics.error(source_of(body, "area"), "P002",
                                "the area is not a GeoJSON Polygon or MultiPolygon");
    if (const Node* forbids = body.find("forbids"))
      fence.forbids = read_condition(*forbids, names, "fact or field of the register", loading.diagnostics);
    loading.pack.fences[name] = std::move(fence);
  }
}

}  // namespace nrmm::cities
