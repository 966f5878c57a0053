#pragma once

#include <set>
#include <string>

#include "base/inspection.hpp"
#include "photos/photo_store.hpp"
#include "storage/database.hpp"

// Rows and files of photos against each other (I5).
namespace nrmm::photos {

// Each row of the session's city has its file, with its size and its hash. Adds the hashes to `known`.
void check_rows(storage::Session& session, const PhotoStore& store, Inspection& inspection,
                std::set<std::string>& known);

// Each file has a row in some city or still waits for the sweep. `known` holds the hashes of all cities,
// gathered before.
void check_files(const PhotoStore& store, const std::set<std::string>& known, Inspection& inspection);

}  // namespace nrmm::photos
