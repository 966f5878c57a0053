#pragma once

#include <string>

#include "base/date.hpp"
#include "storage/database.hpp"

// The clock of a demonstration: by how much nrmm_now() is ahead of the true time. Everybody reads it, only
// the owner of the tables writes it.
namespace nrmm::storage {

struct DemoClock {
  bool moved = false;
  std::string now;  // RFC 3339, as the register sees it
};
DemoClock demo_clock(Session& session);

// From now on it is `day` at this time of day, in the cities' time zone. Throws SqlError.
void move_demo_clock(const std::string& owner_dsn, Date day);
void reset_demo_clock(const std::string& owner_dsn);  // the true time again

}  // namespace nrmm::storage
