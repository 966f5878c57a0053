#pragma once

#include <vector>

#include "base/date.hpp"
#include "cities/pack.hpp"
#include "http/listed_call.hpp"

namespace nrmm::http {

// OpenAPI 3.1 of one city: its calls from the route table, the permission matrix and the contract; the city's
// forms as they are on the day, `form_<name>_<kind>` per kind of account and `form_<name>` for either.
Json openapi_document(const std::vector<ListedCall>& calls, const cities::Pack& pack, Date on);

}  // namespace nrmm::http
