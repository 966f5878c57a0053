#pragma once

#include <vector>

#include "base/date.hpp"
#include "cities/pack.hpp"
#include "http/route.hpp"

namespace nrmm::http {

// OpenAPI 3.1 of one city: the calls from the route table, the city's forms as schemas `form_<name>` (the
// sign-up form once per kind of account) as they are on the day.
Json openapi_document(const std::vector<Route>& routes, const cities::Pack& pack, Date on);

}  // namespace nrmm::http
