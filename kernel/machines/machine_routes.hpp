#pragma once

#include "http/router.hpp"
#include "machines/change_service.hpp"
#include "machines/like_machines.hpp"
#include "machines/machine_service.hpp"

namespace nrmm::machines {

// POST/GET machines · GET/PUT/DELETE machines/{id} · PUT machines/{id}/steps/{step} · POST
// machines/{id}/submission
void add_machine_routes(http::Router& router, const MachineService& machines);
// POST machines/{id}/changes · POST codes/{serial}/changes
void add_change_routes(http::Router& router, const ChangeService& changes);

// GET cases/{id}/duplicates
void add_like_machine_routes(http::Router& router, const LikeMachines& like);

}  // namespace nrmm::machines
