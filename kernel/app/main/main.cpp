#include <algorithm>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

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
     "       pack diff <folder> [--on DATE] [--limit N] [--json]  which stored filings a changed pack would\n"
     "                                       judge otherwise than the one in force\n"
     "       pack mutate <folder> [--sample N] [--seed N] [--json]  slips that its check and tests miss\n"
     "       pack reference [--out FOLDER] [--tests FOLDER]  the pages of docs/pack-author, from the tables\n"
     "       pack list <city>                the revisions that were in force, newest first\n"
     "       pack rollback <city> [--to R]   the revision before, or revision R, is active again"},
    {"plugin", nrmm::app::commands::plugin,
     "plugin list                     the plugins of the configured folder\n"
     "       plugin new <folder> [--kind cpp|lua]  a plugin to start from\n"
     "       plugin check <folder>           its manifest, rules and tests, or its shared object\n"
     "       plugin status [--json]          how those of kind cpp do in the running servers, and what "
     "waits\n"
     "       plugin retry <plugin> <job> --city C  does a job again that was given up"},
    {"x", nrmm::app::commands::x, "x <plugin> <command> --city C words…  a command that a plugin provides"},
    {"account", nrmm::app::commands::account,
     "account create --city C --role R[,R] [--district D[,D]] [--department D[,D]] [--township T] --name N "
     "--phone P [--id-number I] [--json]\n"
     "       account disable|enable --city C --login L\n"
     "       account reset --city C --login L [--second-factor]  a new initial password\n"
     "       account import-legacy --city C <list.csv>  accounts of the former system: login,phone[,name]"},
    {"demo", nrmm::app::commands::demo,
     "demo load                       sample data through the public API\n"
     "       demo clock [DATE|off]           moves a demonstration's clock to a day, or says what it shows"},
    {"audit", nrmm::app::commands::audit,
     "audit verify|head --city C      the first broken row of the audit record, if any; where it ends\n"
     "       audit replay --city C           judges every case again as it was judged; what comes out "
     "otherwise"},
    {"backup", nrmm::app::commands::backup,
     "backup FOLDER [--keys FOLDER] [--keep N]  a backup of all, and from now on of whatever changes\n"
     "       backup --stop                   no more of it"},
    {"restore", nrmm::app::commands::restore,
     "restore FOLDER --keys FOLDER [--to TIME] [--base NAME]  into an empty home, as it was at that time"},
    {"verify", nrmm::app::commands::verify,
     "verify [--city C] [--json]      whether the register is whole: serials, queues, photos, audit, "
     "decisions"},
    {"outbox", nrmm::app::commands::outbox,
     "outbox list --city C [--json]   messages that are not out, and why\n"
     "       outbox retry --city C --id ID   tries one again that was given up or is unknown"},
    {"passport", nrmm::app::commands::passport,
     "passport keys [--json]          the key that signs passports, and those that are trusted\n"
     "       passport rotate --until DATE    a new key; what the one before signed is good up to that day\n"
     "       passport verify [--on DATE]     what the passport on standard input says, and whether it is "
     "valid"},
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

// A crash must not leave keys, passwords and people's numbers in a file or with a crash reporter, and no
// other process of this user may look into this one. Programs it starts are dumpable again but get no core
// either.
void keep_memory_to_itself() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

// Each connection is a file, in nginx two. The usual soft limit is for programs that cannot count beyond it.
void allow_many_files() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = std::max(files.rlim_cur, std::min<rlim_t>(files.rlim_max, 16'384));
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int main(int count, char** words) {
  keep_memory_to_itself();
  allow_many_files();
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
