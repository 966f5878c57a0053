#pragma once

#include "base/inspection.hpp"
#include "storage/database.hpp"

// What must hold of sites and gates over all that is stored of the session's city.
namespace nrmm::sites {

// Where the city blocks a second presence there is none; and each presence has its entry, and its exit where
// it has one, of the same machine and site.
void check_presence(storage::Session&, Inspection&);
// What is counted on a site is what a recount gives.
void check_counts(storage::Session&, Inspection&);

}  // namespace nrmm::sites
