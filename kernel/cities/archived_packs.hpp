#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cities/catalogue.hpp"
#include "cities/pack_archive.hpp"
#include "cities/pack_source.hpp"
#include "lua/rule_guard.hpp"

namespace nrmm::cities {

// Keeps the packs of this process in step with the archive. `refresh` is called at start, on every
// notification and every 10 seconds; a revision that does not load leaves the old one in place and is told by
// `failure`. Thread-safe.
class ArchivedPacks : public PackSource {
 public:
  // `serve`: the cities of this process; empty: every active one. `guard`: under which a server calls the
  // rules; none where every call has to give the same.
  ArchivedPacks(PackArchive& archive, const Catalogue& catalogue, storage::Database& database,
                std::vector<std::string> serve = {}, lua::RuleGuard* guard = nullptr);

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
  lua::RuleGuard* guard_;
  std::atomic<std::shared_ptr<const PackSet>> current_;
  // Not under the mutex: /healthz does not wait for a database that says nothing.
  std::atomic<std::shared_ptr<const std::string>> failure_;
  std::mutex mutex_;  // of what follows; held while loading, so one thread loads
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const Pack>> loaded_;
};

}  // namespace nrmm::cities
