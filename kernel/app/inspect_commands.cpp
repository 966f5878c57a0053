#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "app/command.hpp"
#include "app/services.hpp"
#include "audit/verify.hpp"

namespace nrmm::app {

namespace {

// The table of calls needs services but nothing of this deployment.
struct EmptyHome {
  EmptyHome() {
    char name[] = "/tmp/nrmm-routes-XXXXXX";
    if (!::mkdtemp(name)) throw std::runtime_error("cannot create a folder in /tmp");
    folder = name;
  }
  ~EmptyHome() {
    std::filesystem::remove_all(Home::sockets_of(folder));
    std::filesystem::remove_all(folder);
  }
  std::filesystem::path folder;
};

}  // namespace

int commands::routes(const config::Settings& settings, Arguments& arguments) {
  const bool check = arguments.flag("check");
  arguments.finish();
  const EmptyHome empty;
  const Home home(empty.folder);
  const Services services(settings, home, "host=/nonexistent");
  if (!check) {
    std::cout << services.router.matrix().dump(1) << "\n";
    return 0;
  }
  for (const std::string& mismatch : services.router.mismatches()) std::cerr << mismatch << "\n";
  return services.router.mismatches().empty() ? 0 : 1;
}

int commands::audit(const config::Settings& settings, Arguments& arguments) {
  const std::string verb = arguments.next("verify or replay");
  if (verb != "verify" && verb != "replay") throw Usage("not understood: audit " + verb);
  const std::string city = arguments.option("city");
  arguments.finish();
  if (verb == "replay") return replay_decisions(settings, city);
  const Home home(settings.home);
  storage::Database database(database_settings(settings, database_address(settings, home).server_dsn));
  auto session = database.session(city);
  const auto found = audit::verify(session);
  std::cout << city << ": " << found.head.position << " rows sealed, " << found.unsealed << " not yet";
  if (found.unsealed > 0) std::cout << " (since " << found.oldest_unsealed << ")";
  std::cout << ", head " << found.head.hash << "\n";
  if (found.good()) return 0;
  std::cout << "first broken row " << found.broken->audit_id << ": " << found.broken->reason << "\n";
  return 1;
}

}  // namespace nrmm::app
