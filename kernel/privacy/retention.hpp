#pragma once

#include "cities/pack.hpp"
#include "storage/database.hpp"

namespace nrmm::privacy {

// Forgets what is kept no longer: what the city's policies retention.… say, and persons who asked for it.
// Once a day and city, whichever server comes first; the rest of a large batch the next day. In the caller's
// transaction, with one row in the audit record that says how much went; false when it was not due.
bool forget(storage::Session& session, const cities::Pack& pack);

}  // namespace nrmm::privacy
