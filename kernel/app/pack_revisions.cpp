#include <iostream>
#include <stdexcept>

#include "app/pack_verbs.hpp"
#include "app/packs.hpp"
#include "base/diagnostic.hpp"
#include "cities/loader.hpp"
#include "cities/pack_archive.hpp"

// The verbs about revisions in the database.
namespace nrmm::app::pack_verbs {
namespace {

using cities::ActivationRecord;
using cities::PackArchive;

storage::Database database_of(const config::Settings& settings) {
  const Home home(settings.home);
  return storage::Database({.dsn = database_address(settings, home).server_dsn});
}

std::vector<ActivationRecord> history_of(PackArchive& archive, const std::string& city) {
  auto history = archive.history(city);
  if (history.empty()) throw std::runtime_error("no revision of " + city + " was ever active");
  return history;
}

std::string wanted(const std::vector<ActivationRecord>& history, const std::string& to) {
  if (!to.empty()) {
    const std::string named = revision_named(history, to);
    if (named.empty()) throw std::runtime_error("no revision, or more than one, begins with " + to);
    return named;
  }
  const std::string before = revision_before(history);
  if (before.empty()) throw std::runtime_error("there is no revision before " + history.front().revision);
  return before;
}

// An older program may have archived what this one cannot read.
bool loads(const config::Settings& settings, PackArchive& archive, const std::string& city,
           const std::string& revision) {
  const auto files = archive.files(city, revision);
  Diagnostics diagnostics;
  const auto catalogue = deployment_catalogue(settings);
  if (files && cities::load_pack(*files, catalogue, archive.today(), diagnostics)) return true;
  diagnostics.print(std::cerr);
  std::cerr << city << ": revision " << revision << " does not load here; nothing is changed\n";
  return false;
}

}  // namespace

int list(const config::Settings& settings, Arguments& arguments) {
  const std::string city = arguments.next("the city");
  arguments.finish();
  storage::Database database = database_of(settings);
  PackArchive archive(database);
  bool active = true;
  for (const ActivationRecord& one : history_of(archive, city)) {
    std::cout << one.number << "  " << one.revision << "  " << one.at << "  " << one.action << "  " << one.by
              << (active ? "  (active)\n" : "\n");
    active = false;
  }
  return 0;
}

int rollback(const config::Settings& settings, Arguments& arguments) {
  const std::string city = arguments.next("the city");
  const std::string to = arguments.option_or("to", "");
  arguments.finish();
  storage::Database database = database_of(settings);
  PackArchive archive(database);
  const auto history = history_of(archive, city);
  const std::string revision = wanted(history, to);
  if (!loads(settings, archive, city, revision)) return 1;
  const auto change = archive.put_back(city, revision, history.front().revision, operator_name());
  std::cout << city << ": revision " << change.to
            << (change.changed ? " is active again, activation " : " was active already, activation ")
            << change.number << "\n";
  return 0;
}

}  // namespace nrmm::app::pack_verbs
