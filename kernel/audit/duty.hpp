#pragma once

#include <cstdint>

namespace nrmm::audit {

// How many rows this thread has recorded so far. Whoever lets others act compares it before and after: what
// is not recorded must not happen.
std::uint64_t rows_recorded();

}  // namespace nrmm::audit
