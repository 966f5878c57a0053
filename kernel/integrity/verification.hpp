#pragma once

#include <string>
#include <vector>

#include "base/inspection.hpp"
#include "cities/pack_archive.hpp"
#include "cities/pack_source.hpp"
#include "photos/photo_store.hpp"
#include "storage/database.hpp"
#include "workflows/personal.hpp"

// Whether the register is whole: what must hold after every fault, over all that is stored.
namespace nrmm::integrity {

struct Stored {
  storage::Database& database;  // signed in as the server: every city is seen by itself, as requests see it
  cities::PackArchive& archive;
  cities::PackSource& packs;  // its rules unguarded: a replay must not depend on how busy a server is
  photos::PhotoStore& photos;
  const workflows::Personal& personal;
};

// Every city that anything is stored of.
std::vector<std::string> cities_of(const Stored& stored);

// Looks at I2, I4–I6 and I8–I11 in these cities, one after the other; a running server is no hindrance. Files
// without a row are looked for only where `cities` are all that there are. Reads every photo and judges every
// filing again. Throws Problem 503 when the database goes away meanwhile.
std::vector<Inspection> verify(const Stored& stored, const std::vector<std::string>& cities, bool all);

}  // namespace nrmm::integrity
