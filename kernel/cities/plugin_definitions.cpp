#include "cities/plugin_definitions.hpp"

#include <algorithm>

#include "cities/node_values.hpp"
#include "cities/workflow.hpp"

namespace nrmm::cities {
namespace {

class DefinitionCheck {
 public:
  DefinitionCheck(const PluginManifest& plugin, const Layer& layer, Diagnostics& diagnostics)
      : plugin_(plugin), layer_(layer), diagnostics_(diagnostics) {}

  void run() {
    for (const Kind* kind : {&kPolicies, &kVocabularies, &kForms, &kWorkflows, &kMessages})
      for (const Definition& each : layer_.of(*kind)) check_name(*kind, each);
    compare(kForms, plugin_.forms, "forms");
    compare(kWorkflows, plugin_.cases, "cases");
    for (const Definition& each : layer_.of(kWorkflows)) check_subject(each);
  }

 private:
  // A text may begin with its area: notice.<plugin>.…
  void check_name(const Kind& kind, const Definition& definition) {
    const std::string own = plugin_.name + ".";
    const std::size_t area = kind.schema ? std::string::npos : definition.name.find('.');
    const std::string_view inside =
        std::string_view(definition.name).substr(area == std::string::npos ? 0 : area + 1);
    if (definition.name.starts_with(own) || inside.starts_with(own)) return;
    diagnostics_.error(definition.source, "G024",
                       std::string(kind.one) + " `" + definition.name + "` is not the plugin's to define",
                       kind.schema ? own + definition.name : "notice." + own + "…");
  }

  void compare(const Kind& kind, const std::vector<ProvidedName>& provided, const char* what) {
    const auto& defined = layer_.of(kind);
    const std::string prefix = plugin_.name + ".";
    for (const ProvidedName& each : provided)
      if (std::none_of(defined.begin(), defined.end(),
                       [&](const Definition& one) { return one.name == prefix + each.name; }))
        diagnostics_.error(
            each.source, "G009",
            layer_.id + "/" + std::string(kind.name) + " does not define `" + prefix + each.name + "`");
    for (const Definition& one : defined)
      if (one.name.starts_with(prefix) &&
          std::none_of(provided.begin(), provided.end(),
                       [&](const ProvidedName& each) { return one.name == prefix + each.name; }))
        diagnostics_.error(one.source, "G010",
                           "`" + one.name + "` is not among what " + plugin_.source.file + " provides",
                           "list it there, under `" + std::string(what) + "`");
  }

  void check_subject(const Definition& workflow) {
    const std::string subject = text_at(workflow.body, "subject");
    if (subject == kMatter || workflow.taken_away()) return;
    diagnostics_.error(
        workflow.source, "G025",
        "a plugin's case `" + workflow.name + "` is about `" + kMatter + "`, not about `" + subject + "`",
        "the kernel's own subjects are the packs'");
  }

  const PluginManifest& plugin_;
  const Layer& layer_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_definitions(const PluginManifest& plugin, const Layer& layer, Diagnostics& diagnostics) {
  DefinitionCheck(plugin, layer, diagnostics).run();
}

}  // namespace nrmm::cities
