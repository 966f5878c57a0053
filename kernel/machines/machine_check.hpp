#pragma once

#include "base/inspection.hpp"
#include "cities/pack_source.hpp"
#include "storage/database.hpp"

// Invariants over all machines of the session's city. Each statement sees one moment.
namespace nrmm::machines {

// A filing is where its case is: one that is in review has one running case, any other has none (I4).
void check_filings(storage::Session& session, Inspection& inspection);

// Filing, case, hand-out and code of a machine are of one district (I9).
void check_districts(storage::Session& session, cities::PackSource& packs, Inspection& inspection);

}  // namespace nrmm::machines
