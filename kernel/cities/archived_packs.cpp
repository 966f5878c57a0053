#include "cities/archived_packs.hpp"

#include <algorithm>

#include "cities/loader.hpp"
#include "lua/pool.hpp"

namespace nrmm::cities {

ArchivedPacks::ArchivedPacks(PackArchive& archive, const Catalogue& catalogue, storage::Database& database,
                             std::vector<std::string> serve, lua::RuleGuard* guard)
    : archive_(archive),
      catalogue_(catalogue),
      database_(database),
      serve_(std::move(serve)),
      guard_(guard),
      current_(std::make_shared<const PackSet>()) {}

std::shared_ptr<const PackSet> ArchivedPacks::current() const { return current_.load(); }

std::string ArchivedPacks::failure() const {
  const auto told = failure_.load();
  return told ? *told : "";
}

std::shared_ptr<const Pack> ArchivedPacks::load(const Activation& activation, std::string& failure) {
  const auto key = std::pair(activation.city, activation.revision);
  if (const auto found = loaded_.find(key); found != loaded_.end()) return found->second;
  const auto files = archive_.files(activation.city, activation.revision);
  Diagnostics diagnostics;
  auto pack = files ? load_pack(*files, catalogue_, archive_.today(), diagnostics) : nullptr;
  if (!pack) {
    failure = activation.city + " revision " + activation.revision + " does not load";
    for (const auto& diagnostic : diagnostics.all()) {
      if (diagnostic.level != Diagnostic::Level::error) continue;
      failure += ": " + diagnostic.str();
      break;
    }
    return nullptr;
  }
  if (guard_ && pack->rules) pack->rules->put_under(*guard_, pack->id, pack->revision);
  database_.set_timezone(pack->id, pack->timezone);
  loaded_[key] = pack;
  return pack;
}

bool ArchivedPacks::serves(const std::string& city) const {
  return serve_.empty() || std::find(serve_.begin(), serve_.end(), city) != serve_.end();
}

void ArchivedPacks::refresh() {
  const std::lock_guard lock(mutex_);
  const auto old = current_.load();
  auto next = std::make_shared<PackSet>();
  std::string failure;
  for (const Activation& activation : archive_.active()) {
    if (!serves(activation.city)) continue;
    auto pack = load(activation, failure);
    if (!pack) pack = old->find(activation.city);
    if (pack) next->cities[activation.city] = std::move(pack);
  }
  failure_.store(std::make_shared<const std::string>(failure));
  current_.store(std::move(next));
}

std::shared_ptr<const Pack> ArchivedPacks::revision(const std::string& city, const std::string& revision) {
  if (auto active = current_.load()->find(city); active && active->revision == revision) return active;
  const std::lock_guard lock(mutex_);
  std::string failure;
  return load({city, revision}, failure);
}

}  // namespace nrmm::cities
