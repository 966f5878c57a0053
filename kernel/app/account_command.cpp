#include <fstream>
#include <iostream>
#include <sstream>

#include "app/command.hpp"
#include "app/deployment.hpp"
#include "app/services.hpp"
#include "base/text.hpp"

namespace nrmm::app {
namespace {

void print(const users::Credentials& made, bool as_json) {
  if (as_json) {
    std::cout << dump_json({{"login", made.login}, {"initial_password", made.initial_password}}) << "\n";
  } else {
    std::cout << "login             " << made.login << "\ninitial password  " << made.initial_password
              << "\nIt must be changed at the first sign-in.\n";
  }
}

int import_legacy(const Services& services, const cities::Pack& pack, Arguments& arguments) {
  const std::string file = arguments.next("the list");
  arguments.finish();
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream.is_open() || stream.bad()) throw std::runtime_error(file + " cannot be read");
  Diagnostics diagnostics;
  const int rows = services.legacy_import.run(pack, text.str(), file, diagnostics);
  diagnostics.sort();
  diagnostics.print(std::cerr);
  if (diagnostics.has_errors()) return 1;
  std::cout << rows << " accounts of the former system\n";
  return 0;
}

// What a Problem says, for a terminal: the findings in the city's words.
[[noreturn]] void refuse(const Problem& problem, const cities::Pack& pack) {
  std::string text = pack.text(problem.code, problem.placeholders);
  for (const Finding& finding : problem.errors) text += "\n  " + finding.field + ": " + finding.message;
  throw std::runtime_error(text);
}

}  // namespace

int commands::account(const config::Settings& settings, Arguments& arguments) {
  const std::string verb = arguments.next("create, disable, enable, reset or import-legacy");
  const std::string city = arguments.option("city");
  const bool as_json = arguments.flag("json");
  const Home home(settings.home);
  Services services(settings, home, database_address(settings, home).server_dsn);
  require_keys(services, home);
  services.packs.refresh();
  const auto pack = services.packs.current()->find(city);
  if (!pack) throw std::runtime_error("the city " + city + " is not served here");
  try {
    if (verb == "create") {
      const std::string districts = arguments.option_or("district", "");
      const std::string departments = arguments.option_or("department", "");
      users::NewOfficer officer{{split(arguments.option("role"), ','), {}, {}, {}},
                                arguments.option("name"),
                                arguments.option("phone"),
                                arguments.option_or("id-number", "")};
      if (!districts.empty()) officer.duty.districts = split(districts, ',');
      if (!departments.empty()) officer.duty.departments = split(departments, ',');
      officer.duty.township = arguments.option_or("township", "");
      arguments.finish();
      print(services.officers.create(*pack, officer), as_json);
      return 0;
    }
    if (verb == "import-legacy") return import_legacy(services, *pack, arguments);
    const std::string login = arguments.option("login");
    const bool second_factor = verb == "reset" && arguments.flag("second-factor");
    arguments.finish();
    if (verb == "reset")
      print(services.officers.reset(*pack, login, second_factor), as_json);
    else if (verb == "disable")
      services.officers.disable(*pack, login);
    else if (verb == "enable")
      services.officers.enable(*pack, login);
    else
      throw Usage("not understood: account " + verb);
  } catch (const Problem& problem) {
    refuse(problem, *pack);
  }
  return 0;
}

}  // namespace nrmm::app
