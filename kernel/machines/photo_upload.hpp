#pragma once

#include "http/router.hpp"
#include "photos/photo_store.hpp"
#include "workflows/personal.hpp"

namespace nrmm::machines {

struct PhotoSettings {
  photos::Limits limits{};
  int per_account_day = 300;
};

// POST photos[?ticket] and POST photos/tickets. Thread-safe.
class PhotoUpload {
 public:
  PhotoUpload(photos::PhotoStore& store, const workflows::Personal& personal, PhotoSettings settings)
      : store_(store), personal_(personal), settings_(settings) {}

  // Before the picture is decoded: 429 photo.quota, also for who sends twice a day's photos of which most are
  // refused; 422 photo.ticket.
  void check(http::Request& request) const;
  // The file is kept before its row is written, so every row has its file. Problems: those of
  // photos::accept and PhotoStore::put; 422 photo.ticket; 429 photo.quota.
  http::Response take(http::Request& request) const;
  // Leave to take one photo for a field that wants the camera. Problem 429 photo.quota.
  http::Response give_ticket(http::Request& request) const;

 private:
  photos::PhotoStore& store_;
  const workflows::Personal& personal_;
  PhotoSettings settings_;
};

}  // namespace nrmm::machines
