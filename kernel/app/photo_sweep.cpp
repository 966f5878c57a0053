#include "app/photo_sweep.hpp"

#include <algorithm>
#include <ctime>

#include "photos/photo_row_store.hpp"

namespace nrmm::app {

PhotoSweep::PhotoSweep(photos::PhotoStore& store, cities::PackArchive& archive, storage::Database& database)
    : store_(store),
      archive_(archive),
      database_(database),
      part_(static_cast<int>(std::time(nullptr) / 60 % photos::PhotoStore::kParts)) {}

// The folder is all cities', also of those that this server does not serve.
int PhotoSweep::next() {
  const auto cities = archive_.active();
  part_ = (part_ + 1) % photos::PhotoStore::kParts;
  return store_.sweep_part(part_, photos::kSweepAge, [&](const std::string& sha256) {
    return std::any_of(cities.begin(), cities.end(), [&](const cities::Activation& one) {
      auto session = database_.session(one.city);
      return photos::photo_row_store::known(session, sha256);
    });
  });
}

}  // namespace nrmm::app
