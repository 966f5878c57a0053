#include "app/cluster_recovery.hpp"

#include <fstream>
#include <regex>
#include <stdexcept>
#include <thread>

#include "app/process.hpp"
#include "backup/files.hpp"
#include "storage/connection.hpp"

namespace nrmm::app {

namespace fs = std::filesystem;

namespace {

constexpr const char* kHours = "86400";  // seconds: a day's log takes minutes

fs::path waiting_log(const Home& home) { return home.root() / "restore-log"; }

// The path stands inside quotes of the shell inside quotes of PostgreSQL.
void require_plain(const fs::path& path) {
  if (path.string().find_first_of("'\\%\n") != std::string::npos)
    throw std::runtime_error("a home with ', \\ or % in its path cannot be restored to: " + path.string());
}

void give_all(const fs::path& folder, const std::string& user, const Home& home) {
  if (!user.empty()) run({{"chown", "-R", user + ":", folder.string()}, "", home.log() / "restore.log"});
}

void place_files(const Home& home, const PostgresCluster& cluster, const RecoveryPlan& plan) {
  fs::copy(plan.copy, home.postgres(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  fs::permissions(home.postgres(), fs::perms::owner_all);
  std::ofstream(home.postgres() / "recovery.signal").flush();
  backup::make_folder(waiting_log(home));
  for (const std::string& segment : plan.segments)
    fs::copy_file(plan.log / (segment + ".gz"), waiting_log(home) / (segment + ".gz"));
  give_all(home.postgres(), cluster.user(), home);
  give_all(waiting_log(home), cluster.user(), home);
}

std::string settings_of(const Home& home, const RecoveryPlan& plan) {
  const std::string file = "\"" + waiting_log(home).string() + "/%f.gz\"";
  std::string out = "restore_command = 'test -f " + file + " && gzip -dc " + file + " > \"%p\"'\n";
  out += "recovery_target_timeline = 'current'\narchive_mode = off\n";
  if (!plan.to.empty())
    out += "recovery_target_time = '" + plan.to + "'\nrecovery_target_action = 'promote'\n";
  return out;
}

// Why PostgreSQL gave up, from its log.
[[noreturn]] void refuse(const Home& home, const RecoveryPlan& plan) {
  const fs::path log = home.log() / "postgres.log";
  const std::string told = fs::exists(log) ? backup::read_whole(log) : "";
  static const std::regex kLast(R"(last completed transaction was at log time ([^\n]+))");
  std::smatch last;
  std::regex_search(told, last, kLast);
  if (told.find("recovery ended before configured recovery target was reached") != std::string::npos)
    throw std::runtime_error("the backup ends before " + plan.to +
                             (last.empty() ? "" : ": its last commit is of " + last[1].str()) +
                             "; without --to it is restored to its end");
  static const std::regex kFatal(R"((?:FATAL|PANIC):  ([^\n]+))");
  std::smatch fatal;
  std::regex_search(told, fatal, kFatal);
  throw std::runtime_error("PostgreSQL does not recover" + (fatal.empty() ? "" : ": " + fatal[1].str()));
}

// Whether it still goes through the log; std::nullopt when it cannot be asked.
std::optional<storage::Rows> asked(const PostgresCluster& cluster) {
  try {
    storage::Connection connection(cluster.superuser_dsn() + " connect_timeout=5");
    connection.open();
    return connection.run(
        "select pg_is_in_recovery() as on_its_way, pg_last_xact_replay_timestamp()::text as last_commit", {});
  } catch (const storage::SqlError&) {
    return std::nullopt;
  }
}

std::string await_end(const Home& home, const PostgresCluster& cluster, const RecoveryPlan& plan) {
  for (;;) {
    const auto state = asked(cluster);
    if (state && !state->front().flag("on_its_way")) return state->front().text("last_commit");
    if (!state && !cluster.running()) refuse(home, plan);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace

std::string recover(const Home& home, PostgresCluster& cluster, const RecoveryPlan& plan) {
  require_plain(home.root());
  place_files(home, cluster, plan);
  cluster.write_settings(settings_of(home, plan));
  std::ofstream(home.log() / "postgres-control.log", std::ios::app).flush();
  give_all(home.log(), cluster.user(), home);
  run_for_code({{cluster.program("pg_ctl"), "start", "-s", "-w", "-t", kHours, "-D", home.postgres().string(),
                 "-l", (home.log() / "postgres.log").string()},
                cluster.user(),
                home.log() / "postgres-control.log"});
  const std::string last = await_end(home, cluster, plan);
  cluster.stop();
  cluster.write_settings();
  fs::remove_all(waiting_log(home));
  return last;
}

}  // namespace nrmm::app
