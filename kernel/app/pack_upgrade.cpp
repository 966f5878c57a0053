#include <iostream>

#include "app/pack_verbs.hpp"
#include "app/packs.hpp"
#include "cities/pack_api.hpp"
#include "cities/standard_catalogue.hpp"
#include "laboratory/examination.hpp"
#include "laboratory/upgrade.hpp"
#include "plugins/shelf.hpp"

namespace nrmm::app {
namespace {

int report(const Diagnostics& diagnostics, const std::string& folder) {
  diagnostics.print(std::cout);
  std::cout << folder << ": nothing was changed\n";
  return 1;
}

}  // namespace

int pack_verbs::upgrade(const config::Settings& settings, Arguments& arguments) {
  const auto folder = laboratory::whole_path(arguments.next("the pack's folder"));
  arguments.finish();
  Diagnostics diagnostics;
  const auto& plugins = settings.plugins.folder;
  auto files = cities::read_pack_folder(folder.parent_path(), folder.filename(), diagnostics, plugins);
  if (files.chain.empty()) return report(diagnostics, folder);
  const auto upgraded =
      laboratory::upgraded(files.chain.back(), laboratory::rewrites(), cities::kPackApi, diagnostics);
  if (!upgraded) return report(diagnostics, folder);
  if (upgraded->changed.empty()) {
    std::cout << folder.string() << ": already at api " << upgraded->to << "\n";
    return 0;
  }
  for (const auto& [path, text] : upgraded->changed) files.chain.back().files[path] = text;
  const auto catalogue = plugins::offline_catalogue(cities::standard_catalogue(), plugins);
  const auto checked =
      laboratory::examine(std::move(files), catalogue, today_here(), laboratory::Depth::check);
  if (checked.diagnostics.has_errors()) return report(checked.diagnostics, folder);
  laboratory::write_changed(folder, upgraded->changed);
  for (const std::string& said : upgraded->said) std::cout << said << "\n";
  std::cout << folder.string() << ": api " << upgraded->from << " is now api " << upgraded->to << "\n";
  return 0;
}

}  // namespace nrmm::app
