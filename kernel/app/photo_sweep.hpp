#pragma once

#include "cities/pack_archive.hpp"
#include "photos/photo_store.hpp"

namespace nrmm::app {

// Files of photos whose row was never written, or is gone: a 256th of the folder at a time, so that all of it
// is looked through every few hours. One thread.
class PhotoSweep {
 public:
  PhotoSweep(photos::PhotoStore& store, cities::PackArchive& archive, storage::Database& database);

  int next();  // how many files it removed; throws when the database cannot be asked

 private:
  photos::PhotoStore& store_;
  cities::PackArchive& archive_;
  storage::Database& database_;
  int part_;
};

}  // namespace nrmm::app
