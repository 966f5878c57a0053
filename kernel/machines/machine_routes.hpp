#pragma once

#include "http/router.hpp"
#include "machines/machine_service.hpp"

namespace nrmm::machines {

// POST/GET machines · GET/PUT/DELETE machines/{id} · POST machines/{id}/submission
void add_machine_routes(http::Router& router, const MachineService& machines);

}  // namespace nrmm::machines
