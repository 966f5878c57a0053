#include "app/demo_command.hpp"

#include <atomic>
#include <iostream>
#include <mutex>
#include <sstream>
#include <thread>

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

// Cities are loaded side by side: whole lines, one after the other.
class Lines {
 public:
  explicit Lines(std::ostream& out) : out_(out) {}
  void say(const std::string& line) {
    const std::lock_guard hold(mutex_);
    out_ << line << std::endl;
  }

 private:
  std::mutex mutex_;
  std::ostream& out_;
};

void load_city(Services& services, const Home& home, const std::string& city, Lines& lines) {
  const auto file = services.settings.cities.folder / city / "demo.yaml";
  if (!std::filesystem::exists(file)) return;
  Diagnostics diagnostics;
  const demo::Script script = demo::read_script(file, diagnostics);
  if (diagnostics.has_errors()) {
    std::ostringstream text;
    diagnostics.print(text);
    throw std::runtime_error(text.str());
  }
  demo::LoadSettings settings;
  settings.port = services.settings.port;
  settings.sms_file = home.sms_file();
  settings.create_officer = [&](const std::string& id, const demo::Officer& officer) {
    return create_officer(services, id, officer);
  };
  settings.progress = [&](const std::string& line) { lines.say(line); };
  demo::load(city, script, settings);
  const auto& first = script.owners.front();
  lines.say(city + ": sign in as an owner with " + first.phone + " / " + first.password);
}

}  // namespace

bool load_demo(Services& services, const Home& home, std::ostream& out) {
  std::atomic<bool> well = true;
  Lines lines(out);
  std::vector<std::thread> loads;
  for (const std::string& city : services.served_cities()) {
    loads.emplace_back([&, city] {
      try {
        load_city(services, home, city, lines);
      } catch (const std::exception& error) {
        lines.say(std::string("demonstration: ") + error.what());
        well = false;
      }
    });
  }
  for (std::thread& load : loads) load.join();
  out << "SMS codes of the demonstration are written to " << home.sms_file().string() << std::endl;
  return well;
}

int commands::demo(const config::Settings& settings, Arguments& arguments) {
  const std::string verb = arguments.next("load or clock");
  if (verb == "clock") {
    const std::string to = arguments.next_or("");
    arguments.finish();
    return move_clock(settings, to);
  }
  arguments.finish();
  if (verb != "load") throw Usage("not understood: demo " + verb);
  const Home home(settings.home);
  Services services(settings, home, database_address(settings, home).server_dsn);
  services.packs.refresh();
  return load_demo(services, home, std::cout) ? 0 : 1;
}

}  // namespace nrmm::app
