#pragma once

#include "base/inspection.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"

// Invariants over the ledger of serials, for what the session's city issued. Each statement sees one moment.
namespace nrmm::machines {

// No serial was given twice, and each valid one is borne by one machine of this city (I2).
void check_serials(storage::Session& session, Inspection& inspection);

// What the counters say is what the ledger holds (I10).
void check_counters(storage::Session& session, Inspection& inspection);

// The numbers of each prefix are all there, from the first to the last given out (I11).
void check_gaps(storage::Session& session, const cities::Pack& pack, Date on, Inspection& inspection);

}  // namespace nrmm::machines
