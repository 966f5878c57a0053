#include "laboratory/pack_diff.hpp"

#include <charconv>
#include <chrono>
#include <iostream>

#include "app/pack_verbs.hpp"
#include "app/packs.hpp"
#include "app/services.hpp"
#include "cities/loader.hpp"
#include "cities/pack_archive.hpp"
#include "cities/standard_catalogue.hpp"
#include "laboratory/examination.hpp"
#include "laboratory/pack_diff_report.hpp"
#include "plugins/shelf.hpp"
#include "workflows/personal.hpp"

namespace nrmm::app {
namespace {

constexpr int kSame = 0, kDiffers = 1, kTrouble = 2;  // as of diff(1)
constexpr int kBatch = 200;                           // filings read at once
constexpr const char* kListed = "50";

struct Wish {
  std::filesystem::path folder;
  std::optional<Date> on;
  std::size_t limit = 0;
  bool as_json = false;
};

Wish wish_of(Arguments& arguments) {
  Wish wish;
  wish.folder = arguments.next("the pack's folder");
  const std::string on = arguments.option_or("on", ""), limit = arguments.option_or("limit", kListed);
  wish.as_json = arguments.flag("json");
  arguments.finish();
  wish.on = Date::parse(on);
  if (!on.empty() && !wish.on) throw Usage("--on is a day as YYYY-MM-DD, not " + on);
  const auto read = std::from_chars(limit.data(), limit.data() + limit.size(), wish.limit);
  if (read.ec != std::errc() || read.ptr != limit.data() + limit.size())
    throw Usage("--limit is a count of filings, 0 for all, not " + limit);
  return wish;
}

// A pack and the texts it was made of.
struct PackInHand {
  cities::PackFiles files;
  std::shared_ptr<const cities::Pack> pack;
};

PackInHand in_force(cities::PackArchive& archive, const cities::Catalogue& catalogue,
                    const std::string& city) {
  const auto revision = archive.active(city);
  if (!revision) throw std::runtime_error("no revision of " + city + " is in force to compare with");
  PackInHand found{archive.files(city, *revision).value(), nullptr};
  Diagnostics diagnostics;
  found.pack = cities::load_pack(found.files, catalogue, archive.today(), diagnostics);
  if (!found.pack) diagnostics.print(std::cerr);
  if (!found.pack) throw std::runtime_error("revision " + *revision + " of " + city + " does not load here");
  return found;
}

int compare(const config::Settings& settings, const Wish& wish) {
  const auto& plugins = settings.plugins.folder;
  const auto catalogue = plugins::offline_catalogue(cities::standard_catalogue(), plugins);
  const auto examined =
      laboratory::examine(wish.folder, catalogue, today_here(), laboratory::Depth::check, plugins);
  if (!examined.pack || examined.diagnostics.has_errors()) {
    examined.print(std::cerr);
    return kTrouble;
  }
  const Home home(settings.home);
  storage::Database database(database_settings(settings, database_address(settings, home).server_dsn));
  cities::PackArchive archive(database);
  const std::string city = examined.pack->id;
  const PackInHand active = in_force(archive, catalogue, city);
  const workflows::Personal personal(storage::Seal::open(home.keys(), false));

  auto session = database.session(city);
  std::string last;
  const laboratory::DiffRequest request{
      .before = *active.pack,
      .after = *examined.pack,
      .next =
          [&] {
            auto batch = machines::stored_filings(session, last, kBatch);
            if (!batch.empty()) last = batch.back().machine;
            return batch;
          },
      .open = [&](const Json& sealed) { return personal.opened(sealed, city); },
      .on = wish.on,
      .today = archive.today()};
  const auto began = std::chrono::steady_clock::now();
  const laboratory::PackDiff diff = laboratory::diff_packs(request);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

  laboratory::RulePlaces places({active.files, *active.pack}, {examined.files, *examined.pack});
  const laboratory::DiffReport report{
      city, active.pack->revision, examined.pack->revision, diff, places, wish.limit, took.count()};
  if (wish.as_json)
    std::cout << dump_json(laboratory::to_json(report)) << "\n";
  else
    laboratory::print(report, std::cout);
  return diff.nothing() ? kSame : kDiffers;
}

}  // namespace

int pack_verbs::diff(const config::Settings& settings, Arguments& arguments) {
  const Wish wish = wish_of(arguments);
  try {
    return compare(settings, wish);
  } catch (const std::exception& error) {
    std::cerr << "nrmm: " << error.what() << "\n";
    return kTrouble;
  }
}

}  // namespace nrmm::app
