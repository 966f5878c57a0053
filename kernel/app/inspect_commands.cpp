#include <iostream>

#include "app/command.hpp"
#include "app/services.hpp"
#include "audit/verify.hpp"

namespace nrmm::app {

int routes(const config::Settings& settings, Arguments& arguments) {
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

}  // namespace nrmm::app
