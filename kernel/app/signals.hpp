#pragma once

namespace nrmm::app {

// Blocks SIGINT, SIGTERM and SIGHUP for this thread and those it starts from now on, so that wait() alone
// takes them. Call before any thread is started. SIGPIPE is ignored.
void block_signals();

enum class Wish { stop, reopen_logs };

// Sleeps until a signal wants something.
Wish wait_for_signal();

}  // namespace nrmm::app
