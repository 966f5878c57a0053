#pragma once

#include "http/router.hpp"
#include "machines/passports.hpp"

namespace nrmm::machines {

// GET machines/{id}/passport · POST passports/verification
void add_passport_routes(http::Router& router, const Passports& passports);

}  // namespace nrmm::machines
