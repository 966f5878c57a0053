#pragma once

#include <string>

#include "audit/audit.hpp"
#include "base/actor.hpp"
#include "http/request.hpp"
#include "storage/database.hpp"

namespace nrmm::workflows {

// One call on cases or their subjects: its transaction, who asks and how far he reaches, and from where.
struct Call {
  storage::Session& session;
  const Actor& actor;
  audit::Origin origin;
  http::Reach reach = http::Reach::own;

  const std::string& city() const { return session.city(); }
  bool as_officer() const { return reach == http::Reach::district || reach == http::Reach::city; }
  // Whether an object of this district (empty: of none) lies in the officer's reach.
  bool covers(const std::string& district) const {
    return reach == http::Reach::city ||
           (reach == http::Reach::district && (district.empty() || actor.covers(district)));
  }
};

// Opens the request's session: call it when the slow work is done.
inline Call call_of(http::Request& request) {
  return {request.session(), request.actor, {request.address, request.request_id}, request.reach};
}

}  // namespace nrmm::workflows
