#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// A folder of backups of one private cluster:
//   nrmm-backup.json  whose it is
//   base/<time>/      a copy of the cluster as PostgreSQL makes it, with settings and packs
//   wal/              what was written since the oldest of them, in segments, compressed
//   photos/           every photo that the database knew in that time
// Everything throws std::runtime_error with one clear line.
namespace nrmm::backup {

struct Base {
  std::string name;           // 20261127T101500Z
  std::string finished_at;    // RFC 3339 in UTC: the first moment it can be restored to
  std::string first_segment;  // of the log
  std::string last_segment;   // that was there when the base was finished
  std::string keys;           // fingerprint of those that its values are sealed with

  friend bool operator==(const Base&, const Base&) = default;
};

class Archive {
 public:
  // An existing one. Refused: a folder that is none.
  explicit Archive(std::filesystem::path root);
  // An empty folder, or one of this cluster. Refused: anything else, also backups of the time before a
  // restore, which began another timeline.
  static Archive of_cluster(const std::filesystem::path& root, const std::string& identifier, int timeline);

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path photos() const { return root_ / "photos"; }
  std::filesystem::path wal() const { return root_ / "wal"; }
  std::filesystem::path folder_of(const Base& base) const { return root_ / "base" / base.name; }
  std::filesystem::path cluster_of(const Base& base) const { return folder_of(base) / "cluster"; }

  std::filesystem::path begin_base() const;  // an empty folder to fill; what an earlier try left is removed
  void finish_base(const Base& base) const;  // that folder becomes a base
  std::vector<Base> bases() const;           // oldest first

  // The newest base at or before the moment, an RFC 3339 time; empty: the newest. `name`: that one.
  Base base_for(const std::string& moment, const std::string& name) const;
  // Segments from the base's first on to the last there is. Refused: one between them, or one that was there
  // with the base, is missing or damaged.
  std::vector<std::string> segments_since(const Base& base) const;

  // Keeps the newest bases and what belongs to them; returns how many bases are gone.
  int prune(std::size_t keep) const;
  // Photos that the register forgot go when no base is older than that.
  void prune_photos(const std::filesystem::path& live) const;

 private:
  std::filesystem::path root_;
};

// RFC 3339 with an offset; std::nullopt for anything else. Microseconds since 1970.
std::optional<std::int64_t> moment_of(const std::string& text);
std::string now_utc();  // with microseconds

}  // namespace nrmm::backup
