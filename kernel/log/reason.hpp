#pragma once

#include <string>

namespace nrmm::log {

// Why something failed, in words of unknown origin, as it may be kept for operators: the first 200 bytes,
// long numbers blotted out; "unreadable" for what is no text.
std::string kept_reason(std::string reason);

}  // namespace nrmm::log
