#pragma once

#include <memory>
#include <vector>

#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "cities/catalogue.hpp"
#include "cities/pack.hpp"
#include "cities/pack_files.hpp"
#include "cities/pack_layer.hpp"

namespace nrmm::cities {

// Lays the chain over itself, checks everything and compiles it. All diagnostics are collected and sorted;
// with an error among them the result is null. `today` is for what lapses soon (P021, P023).
std::shared_ptr<const Pack> load_pack(const PackFiles& files, const Catalogue& catalogue, Date today,
                                      Diagnostics& diagnostics);

// The same for layers that have been read already, base first: for whoever loads a pack again and again with
// one file changed. `files` gives the revision and the plugins.
std::shared_ptr<const Pack> load_layers(const std::vector<Layer>& chain, const PackFiles& files,
                                        const Catalogue& catalogue, Date today, Diagnostics& diagnostics);

}  // namespace nrmm::cities
