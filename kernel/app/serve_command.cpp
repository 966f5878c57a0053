#include <iostream>
#include <optional>
#include <stdexcept>
#include <thread>

#include "app/backup_places.hpp"
#include "app/cluster_watch.hpp"
#include "app/command.hpp"
#include "app/demo_command.hpp"
#include "app/front.hpp"
#include "app/packs.hpp"
#include "app/postgres_cluster.hpp"
#include "app/server.hpp"
#include "app/signals.hpp"
#include "plugins/schema.hpp"
#include "storage/migrator.hpp"

namespace nrmm::app {
namespace {

void migrate_database(const config::Settings& settings, const DatabaseAddress& address) {
  if (address.owner_dsn.empty())
    throw std::runtime_error("database.owner_dsn is not set: migrations need the owner");
  const std::string role = storage::role_of(address.server_dsn);
  for (const auto& name : storage::migrate(address.owner_dsn, role)) {
    std::cout << "migrated " << name << std::endl;
  }
  std::vector<std::string> run{settings.sms.channel};
  for (const auto& stated : settings.plugins.stated) run.push_back(stated.key);
  const auto steps = plugins::plugin_steps(settings.plugins.folder, run);
  for (const auto& name : plugins::migrate_plugins(address.owner_dsn, role, steps)) {
    std::cout << "migrated plugin " << name << std::endl;
  }
}

// A new deployment serves every pack of the folder; later only `nrmm pack activate` changes what is served.
void activate_first_packs(Services& services) {
  if (!services.archive.active().empty()) return;
  for (const auto& entry : std::filesystem::directory_iterator(services.settings.cities.folder)) {
    if (!std::filesystem::exists(entry.path() / "pack.yaml") ||
        entry.path().filename().string().starts_with("_"))
      continue;
    if (!activate_pack(services.settings, services.database, entry.path(), std::cout)) {
      throw std::runtime_error("the pack " + entry.path().string() + " cannot be served");
    }
  }
  services.packs.refresh();
}

void run_until_stopped(Services& services, Front* front = nullptr) {
  while (wait_for_signal() == Wish::reopen_logs) {
    services.logger->reopen();
    if (front) front->reopen_logs();
  }
}

FrontSettings front_settings(const config::Settings& settings) {
  return {settings.port, settings.address, settings.http.body_limit, settings.http.photo_limit,
          settings.http.threads};
}

// Stops PostgreSQL whatever ends `up`.
struct ClusterRun {
  explicit ClusterRun(PostgresCluster* cluster) : cluster(cluster) {
    if (cluster) cluster->start();
  }
  ~ClusterRun() {
    if (cluster) cluster->stop();
  }
  PostgresCluster* cluster;
};

}  // namespace

int commands::up(const config::Settings& given, Arguments& arguments) {
  config::Settings settings = given;
  const bool demo = arguments.flag("demo");
  arguments.finish();
  settings.demo = settings.demo || demo;
  block_signals();
  const Home home(settings.home);
  if (settings.log.file.empty())
    settings.log.file = home.log() / "nrmm.log";  // the terminal is the operator's
  const HomeLock lock(home);
  if (std::filesystem::exists(home.restoring()))
    throw std::runtime_error("a restore into " + home.root().string() +
                             " was cut off: empty it and restore again");
  require_free_port(front_settings(settings));
  const DatabaseAddress address = database_address(settings, home);
  PostgresCluster cluster(home);
  const ClusterRun database(address.is_private ? &cluster : nullptr);
  migrate_database(settings, address);
  home.set_demonstration(settings.demo);
  Services services(settings, home, address.server_dsn);
  require_true_clock(services);
  activate_first_packs(services);
  std::optional<ClusterWatch> watch;
  if (address.is_private) watch.emplace(cluster, services.database, *services.logger);
  const Server server(services, home, address.server_dsn);
  std::optional<backup::Shipping> shipping;
  if (address.is_private) shipping.emplace(backup_places(settings, home), *services.logger);
  Front front(home, front_settings(settings));
  front.start();
  std::cout << "nrmm answers on http://127.0.0.1:" << settings.port << "/cities" << std::endl;
  std::thread loading;
  if (settings.demo) loading = std::thread([&] { load_demo(services, home, std::cout); });
  run_until_stopped(services, &front);
  front.stop();
  if (loading.joinable()) loading.join();
  return 0;
}

int commands::serve(const config::Settings& settings, Arguments& arguments) {
  arguments.finish();
  if (settings.database.dsn.empty()) {
    throw std::runtime_error("database.dsn is not set; `nrmm up` runs a database of its own");
  }
  block_signals();
  const Home home(settings.home);
  Services services(settings, home, settings.database.dsn);
  services.database.verify_role_and_schema();
  require_true_clock(services);
  const Server server(services, home, settings.database.dsn);
  std::cout << "nrmm serves" << std::endl;
  run_until_stopped(services);
  return 0;
}

int commands::migrate(const config::Settings& settings, Arguments& arguments) {
  arguments.finish();
  const Home home(settings.home);
  migrate_database(settings, database_address(settings, home));
  return 0;
}

}  // namespace nrmm::app
