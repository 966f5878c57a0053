#pragma once

#include "demo/sites.hpp"

namespace nrmm::demo {

// Plays the script's movements at these sites with machines of these codes; several machines at once, each in
// its own order. How many there were.
std::size_t play_movements(const std::string& city, const Script& script, const LoadSettings& settings,
                           const std::vector<OpenSite>& sites, const std::vector<std::string>& codes);

}  // namespace nrmm::demo
