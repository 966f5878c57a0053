#pragma once

#include <algorithm>

#include "sites/gate_service.hpp"

namespace nrmm::sites {

struct GateService::Passing {
  Site site;
  PackPtr pack;
  const Report& report;
  Date on{};  // day of the scan
  KnownMachine machine{};
  Movement movement{};
  std::vector<presence_store::Presence> open{};  // of the machine, anywhere
  std::optional<Movement> followed{};            // its next movement after the scan: this report came late

  std::optional<presence_store::Presence> here() const {
    const auto found =
        std::find_if(open.begin(), open.end(), [&](const auto& one) { return one.site == site.id; });
    return found == open.end() ? std::nullopt : std::optional(*found);
  }
  // An entry that something followed already: it takes its place in the past and changes nothing now.
  bool late_between() const { return movement.direction == Direction::entry && followed.has_value(); }
};

}  // namespace nrmm::sites
