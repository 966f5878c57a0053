#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "cities/pack_files.hpp"
#include "storage/database.hpp"

namespace nrmm::cities {

struct Activation {
  std::string city;
  std::string revision;
};

// One line of a city's history: a revision put in force.
struct ActivationRecord {
  std::int64_t number = 0;  // 1, 2, 3 … of the city
  std::string revision;
  std::string action;  // activate | rollback
  std::string at;      // RFC 3339
  std::string by;
};

// What became of a wish to put a revision in force.
struct Change {
  std::string from;  // revision in force before; empty: none
  std::string to;
  std::int64_t number = 0;  // of the activation that holds now
  bool changed = true;      // false: it was in force already
};

// The revisions in the database: the only place a server takes packs from. A folder on disk counts only when
// it is activated. Thread-safe. Changes of one city follow one another; each is one transaction with its
// audit row and tells all servers.
class PackArchive {
 public:
  explicit PackArchive(storage::Database& database) : database_(database) {}

  // Stores the files and makes them the active revision. `by`: who did it, for the record.
  Change activate(const PackFiles& files, const std::string& by);
  // Makes an archived revision active again. Throws std::runtime_error when the archive does not have it, or
  // when another than `seen` is in force by now.
  Change put_back(const std::string& city, const std::string& revision, const std::string& seen,
                  const std::string& by);

  std::vector<Activation> active();
  std::optional<std::string> active(const std::string& city);
  std::vector<ActivationRecord> history(const std::string& city);  // newest first
  std::optional<PackFiles> files(const std::string& city, const std::string& revision);
  std::vector<std::string> revisions(const std::string& city);  // all that are archived
  Date today();

 private:
  storage::Database& database_;
};

// The revision to go back to: what was in force before the newest one was activated. Who goes back twice
// gets one further back, not to where he came from. Empty: there is none.
std::string revision_before(const std::vector<ActivationRecord>& history);

// The one archived revision that begins with these digits; empty: none or several.
std::string revision_named(const std::vector<ActivationRecord>& history, const std::string& digits);

}  // namespace nrmm::cities
