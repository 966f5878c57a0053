#pragma once

#include <set>

#include "http/listed_call.hpp"

namespace nrmm::http {

// One call as an OpenAPI operation.
Json openapi_operation(const ListedCall& call);

// The statuses of a problem that a call can answer with: those that follow from how it is routed, and those
// that its contract names.
std::set<int> refusals_of(const ListedCall& call);

// `components/responses` and `components/headers` that operations refer to.
Json openapi_refusals();
Json openapi_headers();
Json problem_schema();

}  // namespace nrmm::http
