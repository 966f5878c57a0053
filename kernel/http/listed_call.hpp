#pragma once

#include "http/contract.hpp"
#include "http/permissions.hpp"
#include "http/route.hpp"

namespace nrmm::http {

// All that is known of a call: how it is routed, who may make it, what it answers.
struct ListedCall {
  Route route;
  Permissions::Line who;
  CallContract contract;
};

}  // namespace nrmm::http
