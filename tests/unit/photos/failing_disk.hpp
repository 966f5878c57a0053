#pragma once

#include <atomic>

namespace nrmm::photos::testing {

// While set, the named call of this program fails with the error (0: works). Defined in place of the C
// library's, because neither a full disk nor a broken one can be had without a mount.
extern std::atomic<int> write_error;
extern std::atomic<int> fsync_error;
extern std::atomic<int> fsyncs_before;  // so many work, then all fail; -1: all fail at once

}  // namespace nrmm::photos::testing
