#pragma once

#include "base/inspection.hpp"
#include "cities/pack_source.hpp"
#include "storage/database.hpp"

// Invariants over all cases of the session's city. Each statement sees one moment, so a case that goes on
// meanwhile is no breach.
namespace nrmm::workflows {

// Each case is in a state of its workflow and waits for exactly those whose turn that is, or has ended (I4).
void check_queues(storage::Session& session, cities::PackSource& packs, Inspection& inspection);

// Each step of a case has its row in the audit record, and the other way round (I6).
void check_recorded(storage::Session& session, Inspection& inspection);

// The revisions that cases and decisions name are archived (I8).
void check_revisions(storage::Session& session, Inspection& inspection);

}  // namespace nrmm::workflows
