#pragma once

#include <string>

#include "base/json.hpp"

namespace nrmm::machines {

// What one effect of a decided change made otherwise in the record of a machine.
struct MachineChange {
  std::string id, machine, case_id;
  std::string transition;  // of the case's workflow
  std::string effect;
  Json before, after;  // the record's members that differ, see differing()
  std::string owner_before, owner_after;
  std::string actor;  // account; empty: the system
  std::string actor_name;
  std::string basis, revision;
  std::string at, day;  // RFC 3339, and the city's day; when read
};

}  // namespace nrmm::machines
