#include <iostream>

#include "app/command.hpp"
#include "app/services.hpp"
#include "audit/verify.hpp"

namespace nrmm::app {

int commands::routes(const config::Settings& settings, Arguments& arguments) {
  const bool check = arguments.flag("check");
  arguments.finish();
  const Home home(settings.home);
  const Services services(settings, home, "host=/nonexistent");
  if (!check) {
    std::cout << services.router.matrix().dump(1) << "\n";
    return 0;
  }
  for (const std::string& mismatch : services.router.mismatches()) std::cerr << mismatch << "\n";
  return services.router.mismatches().empty() ? 0 : 1;
}

int commands::audit(const config::Settings& settings, Arguments& arguments) {
  if (const std::string verb = arguments.next("verify"); verb != "verify")
    throw Usage("not understood: audit " + verb);
  const std::string city = arguments.option("city");
  arguments.finish();
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
