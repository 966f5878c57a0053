#pragma once

#include <functional>
#include <string_view>

#include "http/health.hpp"
#include "http/router.hpp"

namespace nrmm::http {

// GET /healthz and GET /cities. Both arguments outlive the router.
void add_system_routes(Router& router, const PackSource& packs, Health& health);

// Whether people register themselves in this role (users knows).
using RoleOpen = std::function<bool(const cities::Pack&, std::string_view role, Date on)>;

// GET city and GET openapi.json. Add it last: the document lists the routes known when it is asked for.
void add_city_routes(Router& router, RoleOpen role_open);

}  // namespace nrmm::http
