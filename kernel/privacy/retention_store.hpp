#pragma once

#include "base/date.hpp"
#include "storage/database.hpp"

// Each removes what is older than the day, at most a batch, and says how many rows went.
namespace nrmm::privacy::retention_store {

int drop_drafts(storage::Session&, Date before);          // filings nobody touched since
int drop_unused_photos(storage::Session&, Date before);   // in no case, draft or profile
int drop_refused_photos(storage::Session&, Date before);  // of cases that were refused or cancelled by then
int drop_messages(storage::Session&, Date before);
int drop_outbox(storage::Session&, Date before);  // delivered or given up

// False when it was called within a day before, by whatever server.
bool due_today(storage::Session&);

}  // namespace nrmm::privacy::retention_store
