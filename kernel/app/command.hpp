#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "app/home.hpp"
#include "config/settings.hpp"

namespace nrmm::app {

// Words after `nrmm <command>`: positional ones and --name value (or --flag) options. What a command does not
// ask for is an error, so a misspelt option is not ignored.
class Arguments {
 public:
  explicit Arguments(std::vector<std::string> words);

  std::string next(const char* what);  // the next positional word; Usage when there is none
  std::string next_or(std::string fallback);
  std::string option(const std::string& name);  // Usage when missing
  std::string option_or(const std::string& name, std::string fallback);
  bool flag(const std::string& name);
  std::vector<std::string> rest();  // all that is left, options too
  void finish() const;              // Usage when something is left

 private:
  std::vector<std::string> words_;
};

// The command line is not understood: its text and the usage are printed, exit 2.
struct Usage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Where the database is: the configured one, or the home's private cluster.
struct DatabaseAddress {
  std::string server_dsn, owner_dsn;
  bool is_private = false;
};
DatabaseAddress database_address(const config::Settings& settings, const Home& home);

// Who works at this terminal, for the audit record: "operator", and the machine's name for him where it has
// one.
std::string operator_name();

// `nrmm audit replay`: 0 when every stored decision of the city comes out the same again.
int replay_decisions(const config::Settings& settings, const std::string& city);

using CommandFunction = int (*)(const config::Settings& settings, Arguments& arguments);

// The subcommands; their exit codes: 0 done, 1 refused or failed.
namespace commands {
int up(const config::Settings&, Arguments&);
int serve(const config::Settings&, Arguments&);
int migrate(const config::Settings&, Arguments&);
int pack(const config::Settings&, Arguments&);
int plugin(const config::Settings&, Arguments&);
int x(const config::Settings&, Arguments&);
int account(const config::Settings&, Arguments&);
int demo(const config::Settings&, Arguments&);
int audit(const config::Settings&, Arguments&);
int backup(const config::Settings&, Arguments&);
int restore(const config::Settings&, Arguments&);
int verify(const config::Settings&, Arguments&);
int outbox(const config::Settings&, Arguments&);
int passport(const config::Settings&, Arguments&);
int routes(const config::Settings&, Arguments&);
}  // namespace commands

}  // namespace nrmm::app
