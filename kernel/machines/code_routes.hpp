#pragma once

#include "http/router.hpp"
#include "machines/code_lookup.hpp"

namespace nrmm::machines {

// GET codes/{code}
void add_code_routes(http::Router& router, CodeLookup& lookup);

}  // namespace nrmm::machines
