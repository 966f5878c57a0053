#pragma once

#include "http/router.hpp"
#include "machines/photo_link.hpp"
#include "machines/photo_upload.hpp"
#include "photos/photo_store.hpp"

namespace nrmm::machines {

// POST photos[?ticket] · POST photos/tickets · GET photos/{id}[?url][?exp&sig].
void add_photo_routes(http::Router& router, photos::PhotoStore& store, PhotoLink link,
                      const PhotoUpload& upload);

}  // namespace nrmm::machines
