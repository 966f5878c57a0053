#pragma once

#include <string>

#include "cities/pack.hpp"

namespace nrmm::workflows {

// For what an officer does something that only a stated purpose allows: 2 to 200 characters, trimmed, long
// numbers blotted out, as it goes into the audit record. Problem 422 disclosure.purpose.
std::string stated_purpose(const cities::Pack& pack, const std::string& sent);

}  // namespace nrmm::workflows
