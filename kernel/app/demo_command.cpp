#include "app/demo_command.hpp"

#include <iostream>

#include "app/command.hpp"
#include "demo/load.hpp"

namespace nrmm::app {
namespace {

demo::NewOfficer create_officer(Services& services, const std::string& city, const demo::Officer& officer) {
  const auto pack = services.packs.current()->find(city);
  if (!pack) throw std::runtime_error(city + " is not served");
  const auto made = services.officers.create(
      *pack, {{{officer.role}, officer.districts, {}, {}}, officer.name, officer.phone, ""});
  return {made.login, made.initial_password};
}

void print_owners(const std::string& city, const demo::Script& script, std::ostream& out) {
  const auto& first = script.owners.front();
  out << city << ": sign in as an owner with " << first.phone << " / " << first.password << std::endl;
}

void load_city(Services& services, const Home& home, const std::string& city, std::ostream& out) {
  const auto file = services.settings.cities.folder / city / "demo.yaml";
  if (!std::filesystem::exists(file)) return;
  Diagnostics diagnostics;
  const demo::Script script = demo::read_script(file, diagnostics);
  diagnostics.print(out);
  if (diagnostics.has_errors()) return;
  demo::LoadSettings settings;
  settings.port = services.settings.port;
  settings.sms_file = home.sms_file();
  settings.create_officer = [&](const std::string& id, const demo::Officer& officer) {
    return create_officer(services, id, officer);
  };
  settings.progress = &out;
  demo::load(city, script, settings);
  print_owners(city, script, out);
}

}  // namespace

bool load_demo(Services& services, const Home& home, std::ostream& out) {
  bool well = true;
  for (const std::string& city : services.served_cities()) {
    try {
      load_city(services, home, city, out);
    } catch (const std::exception& error) {
      out << "demonstration: " << error.what() << std::endl;
      well = false;
    }
  }
  out << "SMS codes of the demonstration are written to " << home.sms_file().string() << std::endl;
  return well;
}

int commands::demo(const config::Settings& settings, Arguments& arguments) {
  const std::string verb = arguments.next("load");
  arguments.finish();
  if (verb != "load") throw Usage("not understood: demo " + verb);
  const Home home(settings.home);
  Services services(settings, home, database_address(settings, home).server_dsn);
  services.packs.refresh();
  return load_demo(services, home, std::cout) ? 0 : 1;
}

}  // namespace nrmm::app
