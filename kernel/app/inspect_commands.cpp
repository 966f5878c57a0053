#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "app/command.hpp"
#include "app/services.hpp"
#include "http/contract.hpp"

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
  auto mismatches = services.router.mismatches();
  for (auto& one : http::Contract::built_in().mismatches(services.router.routes()))
    mismatches.push_back(std::move(one));
  for (const std::string& mismatch : mismatches) std::cerr << mismatch << "\n";
  return mismatches.empty() ? 0 : 1;
}

}  // namespace nrmm::app
