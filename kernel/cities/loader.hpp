#pragma once

#include <memory>

#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "cities/catalogue.hpp"
#include "cities/pack.hpp"
#include "cities/pack_files.hpp"

namespace nrmm::cities {

// Lays the chain over itself, checks everything and compiles it. All diagnostics are collected and sorted;
// with an error among them the result is null. `today` is for what lapses soon (P021, P023).
std::shared_ptr<const Pack> load_pack(const PackFiles& files, const Catalogue& catalogue, Date today,
                                      Diagnostics& diagnostics);

}  // namespace nrmm::cities
