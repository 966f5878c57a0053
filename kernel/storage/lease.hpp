#pragma once

#include <memory>

#include "storage/connection.hpp"
#include "storage/stalls.hpp"

namespace nrmm::storage {

// A connection of the pool in somebody's hands.
struct Lease {
  std::unique_ptr<Connection> connection;
  Stalls::Hold hold;
};

}  // namespace nrmm::storage
