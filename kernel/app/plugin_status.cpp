#include <iostream>

#include "app/plugin_verbs.hpp"
#include "app/services.hpp"
#include "audit/audit.hpp"
#include "plugins/calls.hpp"
#include "plugins/errand_store.hpp"

namespace nrmm::app {
namespace {

namespace store = plugins::errand_store;

constexpr std::chrono::milliseconds kPatience{1000};

// While all that plugins reach through their host is there still.
struct StoppedAtTheEnd {
  plugins::Host& host;
  ~StoppedAtTheEnd() { host.stop(kPatience); }
};

Json as_json(const store::Report& report) {
  return {{"plugin", report.plugin},  {"version", report.version}, {"server", report.server},
          {"state", report.state},    {"error", report.error},     {"counters", report.counters},
          {"seen_at", report.seen_at}};
}

Json as_json(const std::string& city, const store::Waiting& waiting) {
  return {{"city", city},
          {"channel", waiting.channel},
          {"waiting", waiting.waiting},
          {"refused", waiting.refused},
          {"unknown", waiting.unknown},
          {"last_reason", waiting.last_reason}};
}

Json as_json(const std::string& city, const store::FailingJob& job) {
  return {{"city", city},
          {"plugin", job.plugin},
          {"job", job.job},
          {"failures", job.failures},
          {"given_up", job.given_up},
          {"next_at", job.next_at},
          {"last_reason", job.reason}};
}

void print(const Json& status) {
  for (const Json& each : status["plugins"]) {
    std::cout << each["plugin"].get<std::string>() << " " << each["version"].get<std::string>() << "  "
              << each["state"].get<std::string>() << "  " << each["server"].get<std::string>();
    for (const auto& [name, count] : each["counters"].items()) std::cout << "  " << name << "=" << count;
    std::cout << "\n";
    if (each["error"] != "") std::cout << "  " << each["error"].get<std::string>() << "\n";
  }
  for (const Json& each : status["messages"])
    std::cout << each["city"].get<std::string>() << ": channel " << each["channel"].get<std::string>() << ": "
              << each["waiting"] << " waiting, " << each["refused"] << " refused, " << each["unknown"]
              << " perhaps sent; last " << each["last_reason"].get<std::string>() << "\n";
  for (const Json& each : status["jobs"])
    std::cout << each["city"].get<std::string>() << ": job " << each["job"].get<std::string>() << " of "
              << each["plugin"].get<std::string>() << ": failed " << each["failures"] << " times, "
              << (each["given_up"] == true ? "given up" : "again at " + each["next_at"].get<std::string>())
              << "; last " << each["last_reason"].get<std::string>() << "\n";
}

// What nrmm.yaml names and no server reports stands there too: nothing that should run is missing in silence.
Json status_of(const config::Settings& settings, storage::Database& database) {
  Json out = {{"plugins", Json::array()}, {"messages", Json::array()}, {"jobs", Json::array()}};
  auto session = database.session("");
  std::vector<std::string> silent = plugins::Host(host_settings(settings)).names();
  for (const auto& report : store::reports(session)) {
    out["plugins"].push_back(as_json(report));
    std::erase(silent, report.plugin);
  }
  for (const std::string& name : silent)
    out["plugins"].push_back(as_json(store::Report{"no server", name, "", "absent", "", "", Json::object()}));
  return out;
}

// What it wrote nobody asked for over HTTP, where each call leaves its row.
void record_command(storage::Session& session, const std::string& plugin, const std::string& command) {
  Actor actor;
  actor.city = session.city();
  actor.name = operator_name();
  actor.roles = {"system"};
  audit::record(session, actor, {}, {"x." + plugin, "command", command});
}

}  // namespace

int plugin_status(const config::Settings& settings, Arguments& arguments) {
  const bool json = arguments.flag("json");
  arguments.finish();
  const Home home(settings.home);
  storage::Database database(database_settings(settings, database_address(settings, home).server_dsn));
  Json status = status_of(settings, database);
  for (const auto& active : cities::PackArchive(database).active()) {
    auto session = database.session(active.city);
    for (const auto& waiting : store::undelivered(session))
      status["messages"].push_back(as_json(active.city, waiting));
    for (const auto& job : store::failing_jobs(session)) status["jobs"].push_back(as_json(active.city, job));
  }
  if (json)
    std::cout << status.dump(1) << "\n";
  else
    print(status);
  return 0;
}

// A human being's decision, so it is in the audit record.
int plugin_retry(const config::Settings& settings, Arguments& arguments) {
  const std::string plugin = arguments.next("the plugin");
  const std::string job = arguments.next("the job");
  const std::string city = arguments.option("city");
  arguments.finish();
  const Home home(settings.home);
  storage::Database database(database_settings(settings, database_address(settings, home).server_dsn));
  auto session = database.session(city);
  storage::Transaction transaction(session);
  if (!store::retry_job(session, plugin, job))
    throw std::runtime_error("no job " + job + " of " + plugin + " has failed in " + city);
  record_command(session, plugin, "retry of " + job);
  transaction.commit();
  return 0;
}

int commands::x(const config::Settings& settings, Arguments& arguments) {
  const std::string name = arguments.next("the plugin");
  const std::string command = arguments.next("the command");
  const std::string city = arguments.option("city");
  const Home home(settings.home);
  Services services(settings, home, database_address(settings, home).server_dsn);
  Diagnostics diagnostics;
  services.plugins.open(diagnostics);
  diagnostics.print(std::cerr);
  if (diagnostics.has_errors()) return 1;
  services.packs.refresh();
  if (!services.packs.current()->find(city)) throw Usage("there is no city " + city);
  const StoppedAtTheEnd run{services.plugins};
  services.plugins.start({home.root(), *services.logger, services.packs, services.database}, name);
  const auto plugin = services.plugins.find(name);
  if (!plugin) throw Usage("nrmm.yaml names no plugin " + name);
  if (plugin->state() == plugins::Running::State::failed) throw std::runtime_error(plugin->last_error());
  if (!plugin->registered().commands.contains(command))
    throw Usage("plugin " + name + " has no command " + command);
  auto session = services.database.session(city);
  storage::Transaction transaction(session);
  const int code = plugins::command(plugin, command, arguments.rest(), session);
  if (code != 0) return code;
  record_command(session, name, command);
  transaction.commit();
  return code;
}

}  // namespace nrmm::app
