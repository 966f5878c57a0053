#pragma once

#include "http/router.hpp"
#include "machines/photo_link.hpp"
#include "photos/photo_store.hpp"

namespace nrmm::machines {

struct PhotoSettings {
  photos::Limits limits{};
  int per_account_day = 300;
};

// POST photos · GET photos/{id}[?url][?exp&sig]. Photos are kept before their row is written, so every row
// has its file.
void add_photo_routes(http::Router& router, photos::PhotoStore& store, PhotoLink link,
                      PhotoSettings settings = {});

}  // namespace nrmm::machines
