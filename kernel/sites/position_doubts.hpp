#pragma once

#include <string>
#include <vector>

#include "cities/place_value.hpp"
#include "sites/movement.hpp"

namespace nrmm::sites {

// Why a position may not be where the telephone was (X103). `constant`: to the last digit the same as the
// recorder's last ones, which no receiver gives; `site_point`: to the last digit the site's own point;
// `speed`: he cannot have come here since his last report. `before`: his last movements with a position,
// newest first; `seconds` since the newest of them, negative where this one is older.
std::vector<std::string> position_doubts(const Json& position, const Json& site,
                                         const std::vector<Movement>& before, double seconds);

}  // namespace nrmm::sites
