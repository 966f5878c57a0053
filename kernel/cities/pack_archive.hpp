#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "cities/catalogue.hpp"
#include "cities/pack_files.hpp"
#include "cities/pack_source.hpp"
#include "storage/database.hpp"

namespace nrmm::cities {

struct Activation {
  std::string city;
  std::string revision;
};

// The revisions in the database: the only place a server takes packs from. A folder on disk counts only when
// it is activated.
class PackArchive {
 public:
  explicit PackArchive(storage::Database& database) : database_(database) {}

  // Stores the files and makes them the active revision in one transaction, telling all servers. Activations
  // of one city follow one another; activating what is active already changes nothing and gives false.
  bool activate(const PackFiles& files, const std::string& by);
  std::vector<Activation> active();
  std::optional<PackFiles> files(const std::string& city, const std::string& revision);
  Date today();

 private:
  storage::Database& database_;
};

// Keeps the packs of this process in step with the archive. `refresh` is called at start, on every
// notification and every 10 seconds; a revision that does not load leaves the old one in place and is told by
// `failure`. Thread-safe.
class ArchivedPacks : public PackSource {
 public:
  // `serve`: the cities of this process; empty: every active one.
  ArchivedPacks(PackArchive& archive, const Catalogue& catalogue, storage::Database& database,
                std::vector<std::string> serve = {});

  std::shared_ptr<const PackSet> current() const override;
  std::shared_ptr<const Pack> revision(const std::string& city, const std::string& revision) override;

  void refresh();
  std::string failure() const;  // empty when every active revision is loaded

 private:
  bool serves(const std::string& city) const;
  std::shared_ptr<const Pack> load(const Activation& activation, std::string& failure);

  PackArchive& archive_;
  const Catalogue& catalogue_;
  storage::Database& database_;
  std::vector<std::string> serve_;
  std::atomic<std::shared_ptr<const PackSet>> current_;
  mutable std::mutex mutex_;  // of what follows; held while loading, so one thread loads
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const Pack>> loaded_;
  std::string failure_;
};

}  // namespace nrmm::cities
