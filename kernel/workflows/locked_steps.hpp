#pragma once

#include <string>
#include <vector>

#include "cities/form.hpp"

namespace nrmm::workflows {

// `after`, with the answers of steps that a party may not edit as they were before. `steps`: those it may
// edit; {"*"}: all.
Json with_locked_steps(const cities::Form& form, const std::vector<std::string>& steps, const Json& before,
                       Json after);

}  // namespace nrmm::workflows
