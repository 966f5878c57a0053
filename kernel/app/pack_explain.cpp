#include <iostream>

#include "app/pack_verbs.hpp"
#include "app/packs.hpp"
#include "cities/standard_catalogue.hpp"
#include "laboratory/examination.hpp"
#include "laboratory/explanation.hpp"
#include "plugins/shelf.hpp"

namespace nrmm::app {
namespace {

using laboratory::Explanation;

int nothing(const cities::PackFiles& files, const std::string& name) {
  std::string near;
  for (const std::string& each : laboratory::names_near(files, name))
    near += (near.empty() ? "; did you mean " : ", ") + each;
  std::cerr << "nrmm: nothing in " << files.id() << " is called " << name << near << "\n";
  return 1;
}

void print(const std::vector<Explanation>& found, bool as_json) {
  Json all = Json::array();
  for (const Explanation& each : found) {
    if (as_json) {
      all.push_back(laboratory::to_json(each));
      continue;
    }
    if (&each != &found.front()) std::cout << "\n";
    laboratory::print(each, std::cout);
  }
  if (as_json) std::cout << dump_json(all) << "\n";
}

}  // namespace

int pack_verbs::explain(const config::Settings& settings, Arguments& arguments) {
  const auto folder = laboratory::whole_path(arguments.next("the pack's folder"));
  const std::string name = arguments.next("the name to explain");
  const std::string on = arguments.option_or("on", today_here().iso());
  const bool as_json = arguments.flag("json");
  arguments.finish();
  const auto day = Date::parse(on);
  if (!day) throw Usage("--on is a day as YYYY-MM-DD, not " + on);
  Diagnostics diagnostics;
  const auto& plugins = settings.plugins.folder;
  const auto files = cities::read_pack_folder(folder.parent_path(), folder.filename(), diagnostics, plugins);
  const auto catalogue = plugins::offline_catalogue(cities::standard_catalogue(), plugins);
  const auto found = laboratory::explain(files, catalogue, name, *day, diagnostics);
  if (diagnostics.has_errors()) {
    diagnostics.print(std::cerr);
    return 1;
  }
  if (found.empty()) return nothing(files, name);
  print(found, as_json);
  return 0;
}

}  // namespace nrmm::app
