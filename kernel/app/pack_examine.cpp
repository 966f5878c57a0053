#include <iostream>

#include "app/pack_verbs.hpp"
#include "app/packs.hpp"
#include "app/services.hpp"
#include "audit/audit.hpp"
#include "base/china_day.hpp"
#include "cities/pack_archive.hpp"
#include "cities/standard_catalogue.hpp"
#include "laboratory/examination.hpp"
#include "plugins/shelf.hpp"

namespace nrmm::app {
namespace {

using laboratory::Depth;
using laboratory::Examination;

Examination examined(const config::Settings& settings, const cities::Catalogue& catalogue,
                     const std::filesystem::path& folder, Depth depth) {
  const auto& plugins = settings.plugins.folder;
  auto examination = laboratory::examine(folder, catalogue, today_here(), depth, plugins);
  if (!examination.pack) return examination;
  for (const auto& other : laboratory::packs_beside(folder, catalogue, today_here(), plugins))
    laboratory::compare_prefixes(*examination.pack, *other, examination.diagnostics);
  return examination;
}

bool has_assumed(const Examination& examination) {
  for (const auto& diagnostic : examination.diagnostics.all()) {
    if (diagnostic.code == "P022") return true;
  }
  return false;
}

}  // namespace

cities::Catalogue deployment_catalogue(const config::Settings& settings) {
  return plugins::Host(host_settings(settings)).catalogue(cities::standard_catalogue());
}

Date today_here() { return china_day(); }

bool activate_pack(const config::Settings& settings, storage::Database& database,
                   const std::filesystem::path& folder, std::ostream& out) {
  const Examination examination = examined(settings, deployment_catalogue(settings), folder, Depth::test);
  if (!examination.passed() || examination.diagnostics.has_errors()) {
    examination.print(out);
    return false;
  }
  if (settings.cities.forbid_assumed && has_assumed(examination)) {
    examination.print(out);
    out << examination.pack->id << ": not activated: it holds values that no document states\n";
    return false;
  }
  cities::PackArchive archive(database);
  const auto change = archive.activate(examination.files, operator_name());
  out << examination.pack->id << ": revision " << change.to
      << (change.changed ? " is active, activation " : " was active already, activation ") << change.number
      << "\n";
  return true;
}

namespace pack_verbs {
namespace {

int examine(const config::Settings& settings, Arguments& arguments, Depth depth) {
  const std::filesystem::path folder = arguments.next("the pack's folder");
  const bool quiet = arguments.flag("quiet");
  arguments.finish();
  const auto catalogue = plugins::offline_catalogue(cities::standard_catalogue(), settings.plugins.folder);
  const Examination examination = examined(settings, catalogue, folder, depth);
  if (!quiet) examination.print(std::cout);
  return examination.passed() && !examination.diagnostics.has_errors() ? 0 : 1;
}

}  // namespace

int check(const config::Settings& settings, Arguments& arguments) {
  return examine(settings, arguments, Depth::check);
}

int test(const config::Settings& settings, Arguments& arguments) {
  return examine(settings, arguments, Depth::test);
}

int activate(const config::Settings& settings, Arguments& arguments) {
  const std::filesystem::path folder = arguments.next("the pack's folder");
  arguments.finish();
  const Home home(settings.home);
  storage::Database database({.dsn = database_address(settings, home).server_dsn});
  return activate_pack(settings, database, folder, std::cout) ? 0 : 1;
}

}  // namespace pack_verbs

}  // namespace nrmm::app
