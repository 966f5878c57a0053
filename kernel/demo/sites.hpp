#pragma once

#include <map>

#include "demo/stage.hpp"

namespace nrmm::demo {

// A site of the script as it stands in the city.
struct OpenSite {
  std::string id, manager;             // his token
  std::vector<std::string> at_gate{};  // tokens of those who register movements: the manager, his recorders
  Json place{};                        // null: none was given
};

// Opens the script's sites the way the city has it: their managers sign up, or are issued an account by the
// district, or open both with one form; the sites are reviewed where the city does, recorders are added and
// bound. `owners` are the tokens of the script's owners by phone. In the script's order.
std::vector<OpenSite> open_sites(Stage& stage, const Script& script,
                                 const std::map<std::string, std::string>& owners);

// Those whose works are over by the script.
void close_sites(Stage& stage, const Script& script, const std::vector<OpenSite>& sites);

}  // namespace nrmm::demo
