#pragma once

#include "http/request.hpp"
#include "users/fresh_proof.hpp"
#include "users/settings.hpp"

namespace nrmm::users {

// Where somebody is signed in, and how he ends what he left open or does not know (X060). A token alone sees
// it and ends itself only (DELETE sessions/current); others end after a fresh proof: who has stolen a token
// does not put its owner out.
class OwnSessions {
 public:
  OwnSessions(const FreshProof& proof, const Settings& settings) : proof_(proof), settings_(settings) {}

  // {items: [{id, current, client, address, created_at, used_at, expires_at}]}, newest first. An address is
  // kept of officers only and shown shortened.
  http::Response list(http::Request& request) const;
  // {password | sms_code}: 204.
  http::Response end(http::Request& request) const;
  // The same for all but the one that asks.
  http::Response end_others(http::Request& request) const;

 private:
  void record(http::Request& request, int ended) const;

  const FreshProof& proof_;
  const Settings& settings_;
};

}  // namespace nrmm::users
