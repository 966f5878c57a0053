#pragma once

#include <filesystem>
#include <string>

#include "app/postgres_cluster.hpp"

namespace nrmm::app {

// What a backup does with the private cluster while it runs. Everything throws std::runtime_error with one
// clear line.
class ClusterBackup {
 public:
  ClusterBackup(const Home& home, const PostgresCluster& cluster) : home_(home), cluster_(cluster) {}

  struct Identity {
    std::string identifier;
    int timeline;
  };
  Identity identity() const;  // refused: it does not run, or was started before backups were known

  void order(const std::filesystem::path& folder) const;  // finished segments of the log go to the outbox now
  void cancel() const;
  void copy_to(const std::filesystem::path& folder) const;  // and checks the copy
  std::string finish_segment() const;                       // its name; it is in the outbox within seconds

 private:
  const Home& home_;
  const PostgresCluster& cluster_;
};

// Whether a copy is as PostgreSQL made it: every file's SHA-256, and the log that belongs to it.
void check_copy(const PostgresCluster& cluster, const std::filesystem::path& copy,
                const std::filesystem::path& log);
std::string first_segment_of(const std::filesystem::path& copy);

}  // namespace nrmm::app
