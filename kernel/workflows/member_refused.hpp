#pragma once

#include <string>

#include "base/problem.hpp"
#include "cities/pack.hpp"

namespace nrmm::workflows {

// 422 form.refused for one member of a request, or one field, with the text error.<code>. `words`: {label,
// …}.
Problem member_refused(const cities::Pack& pack, const std::string& member, const std::string& code,
                       const Json& words);

}  // namespace nrmm::workflows
