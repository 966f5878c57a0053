#include "app/cluster_backup.hpp"

#include <fstream>
#include <regex>
#include <stdexcept>

#include "app/process.hpp"
#include "backup/files.hpp"
#include "storage/connection.hpp"

namespace nrmm::app {

namespace fs = std::filesystem;

namespace {

storage::Rows ask(const PostgresCluster& cluster, const char* sql) {
  storage::Connection connection(cluster.superuser_dsn() + " connect_timeout=5");
  connection.open();
  return connection.run(sql, {});
}

std::string last_line(const fs::path& file) {
  std::ifstream in(file);
  std::string line, last;
  while (std::getline(in, line))
    if (!line.empty()) last = line;
  return last;
}

}  // namespace

ClusterBackup::Identity ClusterBackup::identity() const {
  if (!cluster_.running()) throw std::runtime_error("the database does not run: start `nrmm up` first");
  const auto told =
      ask(cluster_,
          "select system_identifier::text as identifier, timeline_id, current_setting('archive_mode') as "
          "archive_mode from pg_control_system(), pg_control_checkpoint()");
  if (told.front().text("archive_mode") != "on")
    throw std::runtime_error("the database was started by an older nrmm: start `nrmm up` anew");
  return {told.front().text("identifier"), static_cast<int>(told.front().integer("timeline_id"))};
}

void ClusterBackup::order(const fs::path& folder) const {
  backup::write_durably(home_.backup_order(), folder.string() + "\n");
  cluster_.write_settings();
  cluster_.reload();
}

void ClusterBackup::cancel() const {
  fs::remove(home_.backup_order());
  cluster_.write_settings();
  cluster_.reload();
}

void ClusterBackup::copy_to(const fs::path& folder) const {
  run({{cluster_.program("pg_basebackup"), "-D", folder.string(), "-h",
        home_.postgres_socket_folder().string(), "-U", "nrmm_cluster", "-X", "stream", "-c", "fast",
        "--manifest-checksums=SHA256"},
       "",
       home_.log() / "backup.log"});
  check_copy(cluster_, folder, home_.log() / "backup.log");
}

std::string ClusterBackup::finish_segment() const {
  return ask(cluster_, "select pg_walfile_name(pg_switch_wal()) as segment").front().text("segment");
}

void check_copy(const PostgresCluster& cluster, const fs::path& copy, const fs::path& log) {
  if (run_for_code({{cluster.program("pg_verifybackup"), "-q", "-e", copy.string()}, "", log}) != 0)
    throw std::runtime_error("the backup is damaged: " + last_line(log));
}

std::string first_segment_of(const fs::path& copy) {
  static const std::regex kStart(R"(START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\))");
  const std::string label = backup::read_whole(copy / "backup_label");
  std::smatch found;
  if (!std::regex_search(label, found, kStart))
    throw std::runtime_error("the backup is damaged: " + (copy / "backup_label").string());
  return found[1];
}

}  // namespace nrmm::app
