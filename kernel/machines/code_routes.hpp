#pragma once

#include "http/router.hpp"
#include "machines/code_lookup.hpp"
#include "machines/collection.hpp"

namespace nrmm::machines {

// GET codes/{code} · POST codes/{serial}/collection · GET collections
void add_code_routes(http::Router& router, CodeLookup& lookup, const Desk& desk);

}  // namespace nrmm::machines
