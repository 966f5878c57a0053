#pragma once

#include "http/router.hpp"
#include "machines/machine_history.hpp"

namespace nrmm::machines {

void add_history_routes(http::Router& router, const MachineHistory& history);

}  // namespace nrmm::machines
