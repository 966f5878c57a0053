#include "storage/demo_clock.hpp"

#include <iostream>
#include <stdexcept>

#include "app/demo_command.hpp"

namespace nrmm::app {
namespace {

storage::DemoClock read(const config::Settings& settings, const DatabaseAddress& address) {
  storage::Database database(database_settings(settings, address.server_dsn));
  auto session = database.session("");
  return storage::demo_clock(session);
}

}  // namespace

int move_clock(const config::Settings& settings, const std::string& to) {
  const Home home(settings.home);
  const DatabaseAddress address = database_address(settings, home);
  const auto day = Date::parse(to);
  if (!to.empty() && to != "off" && !day)
    throw Usage("demo clock takes a day as YYYY-MM-DD or off, not " + to);
  if (day && !settings.demo && !home.is_demonstration())
    throw std::runtime_error("the clock is moved in a demonstration only: `demo` is not set");
  if (!to.empty() && address.owner_dsn.empty())
    throw std::runtime_error("database.owner_dsn is not set: only the owner moves the clock");
  if (day) storage::move_demo_clock(address.owner_dsn, *day);
  if (to == "off") storage::reset_demo_clock(address.owner_dsn);
  const auto clock = read(settings, address);
  std::cout << "it is " << clock.now << (clock.moved ? " in this demonstration\n" : ", the true time\n");
  return 0;
}

void require_true_clock(Services& services) {
  if (services.settings.demo) return;
  auto session = services.database.session("");
  const auto clock = storage::demo_clock(session);
  if (clock.moved)
    throw std::runtime_error(
        "the clock was moved to " + clock.now +
        " for a demonstration; put it right with `nrmm demo clock off` while the database runs "
        "(a private one: `nrmm up --demo`)");
}

}  // namespace nrmm::app
