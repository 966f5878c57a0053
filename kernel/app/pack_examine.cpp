#include <iostream>

#include "app/pack_verbs.hpp"
#include "app/packs.hpp"
#include "audit/audit.hpp"
#include "cities/loader.hpp"
#include "cities/pack_archive.hpp"
#include "cities/standard_catalogue.hpp"
#include "laboratory/examination.hpp"

namespace nrmm::app {
namespace {

using laboratory::Depth;
using laboratory::Examination;

Date today_here() { return Date(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())); }

// Other packs beside this one, as far as they load: no two may give out the same codes.
void compare_with_neighbours(Examination& examination, const std::filesystem::path& folder) {
  const auto root = std::filesystem::absolute(folder).lexically_normal().parent_path();
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    const std::string id = entry.path().filename();
    if (!entry.is_directory() || id.starts_with("_") || id == examination.pack->id) continue;
    Diagnostics others;
    const auto files = cities::read_pack_folder(root, id, others);
    if (files.chain.empty()) continue;
    const auto other = cities::load_pack(files, cities::standard_catalogue(), today_here(), others);
    if (other) laboratory::compare_prefixes(*examination.pack, *other, examination.diagnostics);
  }
}

Examination examined(const std::filesystem::path& folder, Depth depth) {
  auto examination = laboratory::examine(folder, cities::standard_catalogue(), today_here(), depth);
  if (examination.pack) compare_with_neighbours(examination, folder);
  return examination;
}

bool has_assumed(const Examination& examination) {
  for (const auto& diagnostic : examination.diagnostics.all()) {
    if (diagnostic.code == "P022") return true;
  }
  return false;
}

}  // namespace

bool activate_pack(const config::Settings& settings, storage::Database& database,
                   const std::filesystem::path& folder, std::ostream& out) {
  const Examination examination = examined(folder, Depth::test);
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

int examine(Arguments& arguments, Depth depth) {
  const std::filesystem::path folder = arguments.next("the pack's folder");
  const bool quiet = arguments.flag("quiet");
  arguments.finish();
  const Examination examination = examined(folder, depth);
  if (!quiet) examination.print(std::cout);
  return examination.passed() && !examination.diagnostics.has_errors() ? 0 : 1;
}

}  // namespace

int check(const config::Settings&, Arguments& arguments) { return examine(arguments, Depth::check); }

int test(const config::Settings&, Arguments& arguments) { return examine(arguments, Depth::test); }

int activate(const config::Settings& settings, Arguments& arguments) {
  const std::filesystem::path folder = arguments.next("the pack's folder");
  arguments.finish();
  const Home home(settings.home);
  storage::Database database({.dsn = database_address(settings, home).server_dsn});
  return activate_pack(settings, database, folder, std::cout) ? 0 : 1;
}

}  // namespace pack_verbs

}  // namespace nrmm::app
