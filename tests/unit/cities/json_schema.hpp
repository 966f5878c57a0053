#pragma once

#include <string>

#include "base/json.hpp"

namespace nrmm::cities::sample {

// Whether a value keeps to a schema, for the keywords that form_schema writes. Any other keyword throws, so
// that a new one cannot go unchecked.
bool keeps_to(const Json& schema, const Json& value);

}  // namespace nrmm::cities::sample
