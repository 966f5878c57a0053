#pragma once

#include <string>
#include <vector>

#include "cities/pack.hpp"
#include "laboratory/explanation.hpp"
#include "laboratory/pack_chain.hpp"

namespace nrmm::laboratory {

// What the parts of explain() share.
struct Explaining {
  const PackChain& chain;
  const cities::Pack& pack;
  Date on;

  void basis(const std::string& text, const std::string& stated_at, bool assumed, Explanation& out) const;
};

// YAML as its author wrote it, in one line where it fits.
std::vector<std::string> lines_of(const yaml::Node& value);

void explain_policy(const Explaining& explaining, const std::string& name, Explanation& out);
void explain_definition(const Explaining& explaining, const Place& place, Explanation& out);

}  // namespace nrmm::laboratory
