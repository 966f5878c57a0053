#pragma once

#include <vector>

#include "demo/script.hpp"

namespace nrmm::demo {

// A machine passes a gate; machine and site by their places, from 0.
struct Passing {
  const Movements* group;
  std::size_t number;  // over all of the script
  std::size_t machine, site;
  bool entry;
  double hours_ago;  // 0: as it happens
};

// What one machine does, in its order; no other machine's movements depend on it.
using Journey = std::vector<Passing>;

// The script's movements, the same at every call: each group has its own of the machines, whose visits are
// dealt in turn and go round the group's sites. Throws std::runtime_error naming the group that cannot be
// played.
std::vector<Journey> journeys(const std::vector<Movements>& groups, std::size_t machines, std::size_t sites);

}  // namespace nrmm::demo
