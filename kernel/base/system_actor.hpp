#pragma once

#include "base/actor.hpp"

namespace nrmm {

// Who does the server's own work in a city.
inline Actor system_actor(const std::string& city) {
  Actor system;
  system.city = city;
  system.name = "system";
  system.roles = {"system"};
  return system;
}

}  // namespace nrmm
