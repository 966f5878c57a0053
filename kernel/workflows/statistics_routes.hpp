#pragma once

#include "http/router.hpp"

namespace nrmm::workflows {

// GET statistics/reviews
void add_statistics_routes(http::Router& router);

}  // namespace nrmm::workflows
