#pragma once

#include "http/router.hpp"
#include "workflows/case_service.hpp"

namespace nrmm::workflows {

// GET cases · GET cases/{id} · GET cases/{id}/why · POST cases/{id}/transitions
void add_case_routes(http::Router& router, const CaseService& cases);

}  // namespace nrmm::workflows
