#pragma once

#include "base/inspection.hpp"
#include "storage/database.hpp"

namespace nrmm::storage {

// Whether each row of the session's city that refers to another finds it, in the same city (I9). Goes by the
// foreign keys of the schema, so it knows every table; it asks the rows themselves, for a key can be switched
// off, and says nothing of cities where it has no city_id.
void check_references(Session& session, Inspection& inspection);

}  // namespace nrmm::storage
