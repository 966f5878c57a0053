#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "cities/form.hpp"

namespace nrmm::cities {

// What a field's normalised answer must be like, as JSON Schema.
Json value_schema(const Field& field, const std::vector<std::pair<std::string, std::string>>& options);

// The JSON type only, or no answer at all: what any request must keep to.
Json shape_schema(const Field& field);

}  // namespace nrmm::cities
