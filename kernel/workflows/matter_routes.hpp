#pragma once

#include "http/router.hpp"
#include "workflows/matters.hpp"

namespace nrmm::workflows {

// POST cases · POST cases/{id}/submission
void add_matter_routes(http::Router& router, const Matters& matters);

}  // namespace nrmm::workflows
