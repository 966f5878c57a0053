#pragma once

#include "http/router.hpp"
#include "machines/batch_service.hpp"

namespace nrmm::machines {

// POST batches · GET batches/{id} · GET batches/{id}/errors · GET batches/template
void add_batch_routes(http::Router& router, const BatchService& batches);

}  // namespace nrmm::machines
