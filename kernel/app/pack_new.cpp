#include <iostream>

#include "app/pack_verbs.hpp"
#include "app/packs.hpp"
#include "cities/standard_catalogue.hpp"
#include "laboratory/new_pack.hpp"
#include "plugins/shelf.hpp"

namespace nrmm::app {

int pack_verbs::make(const config::Settings& settings, Arguments& arguments) {
  laboratory::NewPack wish;
  wish.folder = arguments.next("the new pack's folder");
  wish.name = arguments.option("name");
  wish.adcode = arguments.option("adcode");
  wish.inherits = arguments.option_or("inherits", wish.inherits);
  const std::string from = arguments.option_or("from", today_here().iso());
  arguments.finish();
  const auto first_day = Date::parse(from);
  if (!first_day) throw Usage("--from is a day as YYYY-MM-DD, not " + from);
  wish.from = *first_day;
  wish.plugins = settings.plugins.folder;
  const auto catalogue = plugins::offline_catalogue(cities::standard_catalogue(), wish.plugins);
  const auto made = laboratory::make_pack(wish, catalogue, today_here());
  if (!made.passed() || made.diagnostics.has_errors()) {
    made.print(std::cout);
    return 1;
  }
  const std::string folder = wish.folder.string();
  std::cout << folder << " is made; check and test pass. README.md in it says what to fill in, and\n"
            << "  nrmm pack check " << folder
            << "   lists what is assumed, and what is wrong after each step\n"
            << "  nrmm pack test " << folder << "    runs its examples too\n";
  return 0;
}

}  // namespace nrmm::app
