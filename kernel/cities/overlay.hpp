#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/pack_layer.hpp"

namespace nrmm::cities {

// A definition after all packs of the chain have been laid over one another.
struct Merged {
  std::string name;
  Source source;  // where the nearest pack states it
  yaml::Node body;
  std::vector<const Definition*> statements;  // those that count, base first
  bool own = false;                           // the pack itself states it
  bool inherited = false;                     // a parent states it
};

using MergedKind = std::map<std::string, Merged, std::less<>>;

// Lays a child's mapping over its parent's by name, as the table says: named things by name, every value
// whole, `none` takes away. Reports P005, P006, P014 and P020.
yaml::Node overlay(const yaml::Node& parent, const yaml::Node& child, const yaml::Schema& schema,
                   const std::string& what, Diagnostics& diagnostics);

// All definitions of a kind, `as_in` copies made after the overlays. Reports P004, P008, P009, P014, P020.
// `under`: what plugins lay under the chain.
MergedKind merge_kind(const std::vector<Layer>& chain, const Kind& kind, Diagnostics& diagnostics,
                      const std::vector<Layer>& under = {});

// A new name so like an inherited one that it is surely a slip.
bool look_alike(std::string_view a, std::string_view b);

}  // namespace nrmm::cities
