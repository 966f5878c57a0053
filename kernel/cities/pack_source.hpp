#pragma once

#include <memory>
#include <string>

#include "cities/pack.hpp"

namespace nrmm::cities {

// Where requests get their rules from. Thread-safe.
class PackSource {
 public:
  virtual ~PackSource() = default;

  // The active revisions of all cities; a snapshot that stays whole for as long as it is held.
  virtual std::shared_ptr<const PackSet> current() const = 0;
  // A pinned revision, active or not; null when the archive does not know it.
  virtual std::shared_ptr<const Pack> revision(const std::string& city, const std::string& revision) = 0;
};

}  // namespace nrmm::cities
