#include <algorithm>
#include <iostream>
#include <stdexcept>

#include "app/command.hpp"
#include "app/services.hpp"
#include "integrity/verification.hpp"

namespace nrmm::app {
namespace {

constexpr std::chrono::minutes kPatience{
    10};  // for one statement: it counts whole tables, nobody waits behind it

Json json_of(const std::vector<Inspection>& inspections, bool good) {
  Json invariants = Json::array();
  for (const Inspection& one : inspections) invariants.push_back(one.json());
  return {{"good", good}, {"invariants", std::move(invariants)}};
}

std::vector<std::string> wanted(const std::vector<std::string>& cities, const std::string& city) {
  if (city.empty()) return cities;
  if (std::find(cities.begin(), cities.end(), city) == cities.end())
    throw std::runtime_error("nothing is stored of a city " + city);
  return {city};
}

}  // namespace

int commands::verify(const config::Settings& given, Arguments& arguments) {
  const std::string city = arguments.option_or("city", "");
  const bool as_json = arguments.flag("json");
  arguments.finish();
  config::Settings settings = given;
  settings.database.statement_timeout = kPatience;
  settings.cities.serve = {};
  const Home home(settings.home);
  Services services(settings, home, database_address(settings, home).server_dsn);
  // A role that passes row-level security would count every city's rows as each one's.
  services.database.verify_role_and_schema();
  cities::ArchivedPacks packs(services.archive, services.catalogue, services.database);
  packs.refresh();
  const integrity::Stored stored{services.database, services.archive, packs, services.photos,
                                 services.personal()};
  const auto inspections =
      integrity::verify(stored, wanted(integrity::cities_of(stored), city), city.empty());
  const bool good =
      std::all_of(inspections.begin(), inspections.end(), [](const auto& one) { return one.good(); });
  if (as_json)
    std::cout << dump_json(json_of(inspections, good)) << "\n";
  else
    for (const Inspection& one : inspections) std::cout << one.text();
  return good ? 0 : 1;
}

}  // namespace nrmm::app
