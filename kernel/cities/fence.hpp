#pragma once

#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/source.hpp"
#include "cities/condition.hpp"
#include "cities/definition.hpp"

namespace nrmm::cities {

// An area that forbids certain machines. The law is here, the geometry is the file's.
struct Fence {
  std::string name;
  std::string label;
  Json area;  // GeoJSON geometry as the pack holds it
  std::string datum;
  Condition forbids;
  std::optional<Date> from, to;  // both included
  std::string hours;             // HH:MM-HH:MM; empty: always
  Basis basis;
  Source source;
};

}  // namespace nrmm::cities
