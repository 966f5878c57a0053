#include "app/command.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <pwd.h>
#include <unistd.h>

#include "app/postgres_cluster.hpp"

namespace nrmm::app {

Arguments::Arguments(std::vector<std::string> words) : words_(std::move(words)) {}

std::string Arguments::next(const char* what) {
  auto word = next_or("");
  if (word.empty()) throw Usage(std::string("missing: ") + what);
  return word;
}

std::string Arguments::next_or(std::string fallback) {
  if (words_.empty() || words_.front().starts_with("--")) return fallback;
  std::string word = words_.front();
  words_.erase(words_.begin());
  return word;
}

std::string Arguments::option(const std::string& name) {
  auto value = option_or(name, "");
  if (value.empty()) throw Usage("missing: --" + name);
  return value;
}

std::string Arguments::option_or(const std::string& name, std::string fallback) {
  const auto at = std::find(words_.begin(), words_.end(), "--" + name);
  if (at == words_.end()) return fallback;
  if (at + 1 == words_.end()) throw Usage("missing: a value for --" + name);
  std::string value = *(at + 1);
  words_.erase(at, at + 2);
  return value;
}

bool Arguments::flag(const std::string& name) {
  const auto at = std::find(words_.begin(), words_.end(), "--" + name);
  if (at == words_.end()) return false;
  words_.erase(at);
  return true;
}

std::vector<std::string> Arguments::rest() { return std::exchange(words_, {}); }

void Arguments::finish() const {
  if (!words_.empty()) throw Usage("not understood: " + words_.front());
}

// Behind sudo the machine knows who asked for it.
std::string operator_name() {
  const char* asked = std::getenv("SUDO_USER");
  const passwd* entry = asked ? nullptr : ::getpwuid(::geteuid());
  const std::string name = asked ? asked : entry ? entry->pw_name : "";
  return name.empty() ? "operator" : "operator " + name;
}

DatabaseAddress database_address(const config::Settings& settings, const Home& home) {
  if (!settings.database.dsn.empty()) return {settings.database.dsn, settings.database.owner_dsn, false};
  const PostgresCluster cluster(home);
  return {cluster.server_dsn(), cluster.owner_dsn(), true};
}

}  // namespace nrmm::app
