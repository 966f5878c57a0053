#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <sodium.h>

#include "app/command.hpp"
#include "base/diagnostic.hpp"
#include "config/settings.hpp"

namespace {

struct Command {
  const char* name;
  nrmm::app::CommandFunction run;
  const char* usage;
};

constexpr Command kCommands[] = {
    {"up", nrmm::app::commands::up,
     "up [--demo]                     PostgreSQL, nginx and the server of this home, until SIGTERM"},
    {"serve", nrmm::app::commands::serve,
     "serve                           the server alone, on the configured database"},
    {"migrate", nrmm::app::commands::migrate,
     "migrate                         bring the database's schema to this program's"},
    {"pack", nrmm::app::commands::pack,
     "pack new <folder> --name N --adcode 6DIGITS [--inherits PACK] [--from DATE]\n"
     "       pack explain <folder> <name> [--on DATE] [--json]  where a value comes from, what it overrode\n"
     "       pack schema [--out FOLDER] [--vscode]  JSON Schemas of pack files, for editors\n"
     "       pack upgrade <folder>           bring it to this program's level of the pack language\n"
     "       pack check|test|activate <folder>  what an author of city packs needs\n"
     "       pack list <city>                the revisions that were in force, newest first\n"
     "       pack rollback <city> [--to R]   the revision before, or revision R, is active again"},
    {"plugin", nrmm::app::commands::plugin,
     "plugin list                     the plugins of the configured folder\n"
     "       plugin new <folder>             a plugin to start from\n"
     "       plugin check <folder>           its manifest, rules and tests"},
    {"account", nrmm::app::commands::account,
     "account create --city C --role R[,R] [--district D[,D]] [--department D[,D]] [--township T] --name N "
     "--phone P [--id-number I] [--json]\n"
     "       account disable|enable|reset --city C --login L"},
    {"demo", nrmm::app::commands::demo, "demo load                       sample data through the public API"},
    {"audit", nrmm::app::commands::audit,
     "audit verify --city C           the first broken row of the audit record, if any"},
    {"routes", nrmm::app::commands::routes, "routes [--check]                every call and who may make it"},
};

int usage(const std::string& fault) {
  if (!fault.empty()) std::cerr << "nrmm: " << fault << "\n";
  std::cerr << "usage: nrmm [--config nrmm.yaml] <command>\n";
  for (const Command& command : kCommands) std::cerr << "  nrmm " << command.usage << "\n";
  return 2;
}

std::optional<nrmm::config::Settings> settings(const std::optional<std::filesystem::path>& file) {
  nrmm::Diagnostics diagnostics;
  auto loaded = nrmm::config::load(file, nrmm::config::process_environment(), diagnostics);
  diagnostics.print(std::cerr);
  if (diagnostics.has_errors()) return std::nullopt;
  return loaded;
}

int run(std::vector<std::string> words) {
  std::optional<std::filesystem::path> file;
  if (words.size() >= 2 && words[0] == "--config") {
    file = words[1];
    words.erase(words.begin(), words.begin() + 2);
  }
  if (words.empty()) return usage("");
  for (const Command& command : kCommands) {
    if (words[0] != command.name) continue;
    const auto loaded = settings(file);
    if (!loaded) return 1;
    nrmm::app::Arguments arguments({words.begin() + 1, words.end()});
    return command.run(*loaded, arguments);
  }
  return usage("unknown command " + words[0]);
}

}  // namespace

int main(int count, char** words) {
  if (sodium_init() < 0) return 1;
  try {
    return run({words + 1, words + count});
  } catch (const nrmm::app::Usage& fault) {
    return usage(fault.what());
  } catch (const std::exception& error) {
    std::cerr << "nrmm: " << error.what() << "\n";
    return 1;
  }
}
