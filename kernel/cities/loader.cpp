#include "cities/loader.hpp"

#include <map>
#include <tuple>

#include "cities/loading.hpp"

namespace nrmm::cities {
namespace {

void add(const Diagnostic& each, Diagnostics& to) {
  switch (each.level) {
    case Diagnostic::Level::error:
      return to.error(each.source, each.code, each.message, each.hint);
    case Diagnostic::Level::warning:
      return to.warning(each.source, each.code, each.message, each.hint);
    case Diagnostic::Level::note:
      return to.note(each.source, each.code, each.message, each.hint);
  }
}

// One slip in a definition that others start from is one message, however many copies have it; the hint is
// the best that any of them had.
void pass_on(const Diagnostics& from, Diagnostics& to) {
  std::map<std::tuple<Source, std::string, std::string>, Diagnostic> told;
  for (const Diagnostic& each : from.all()) {
    const auto [at, added] = told.try_emplace({each.source, each.code, each.message}, each);
    if (!added && at->second.hint.empty()) at->second.hint = each.hint;
  }
  for (const auto& [key, each] : told) add(each, to);
}

// The order matters: names must be there before something refers to them.
void build(Loading& loading) {
  load_manifest(loading);
  load_plugins(loading);
  for (const Kind* kind : kinds())
    loading.merged[kind->name] = merge_kind(loading.chain, *kind, loading.diagnostics, loading.plugin_layers);
  load_rules(loading);
  load_vocabularies(loading);
  load_districts(loading);
  load_forms(loading);
  load_policies(loading);
  load_workflows(loading);
  load_messages(loading);
  load_fences(loading);
  load_figures(loading);
  check_circles(loading);
  check_workflow_graphs(loading);
  check_needs(loading);
  check_unused(loading);
  check_offers(loading);
  check_lapses(loading);
}

}  // namespace

std::shared_ptr<const Pack> load_layers(const std::vector<Layer>& chain, const PackFiles& files,
                                        const Catalogue& catalogue, Date today, Diagnostics& diagnostics) {
  Diagnostics found;
  auto pack = std::make_shared<Pack>();
  pack->id = files.id();
  pack->revision = files.revision();
  Loading loading{chain, files.plugins, catalogue, today, found, *pack};
  build(loading);
  pass_on(found, diagnostics);
  diagnostics.sort();
  return found.has_errors() ? nullptr : pack;
}

std::shared_ptr<const Pack> load_pack(const PackFiles& files, const Catalogue& catalogue, Date today,
                                      Diagnostics& diagnostics) {
  if (files.chain.empty()) return nullptr;
  Diagnostics found;
  std::vector<Layer> chain;
  for (const PackFolder& folder : files.chain) chain.push_back(read_layer(folder, false, found));
  auto pack = load_layers(chain, files, catalogue, today, found);
  pass_on(found, diagnostics);
  diagnostics.sort();
  return found.has_errors() ? nullptr : pack;
}

}  // namespace nrmm::cities
