#pragma once

#include <optional>

#include "cities/loading.hpp"

namespace nrmm::cities {

// The value of a policy as its type wants it; P002 or P004 and null where it does not fit.
Json read_policy_value(Loading& loading, const Policy& policy, const yaml::Node& columns,
                       const yaml::Node& value);

bool known_policy_type(const std::string& type);  // without the ?

}  // namespace nrmm::cities
