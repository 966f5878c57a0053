#include "app/signals.hpp"

#include <initializer_list>

#include <signal.h>

namespace nrmm::app {
namespace {

sigset_t wanted() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

void block_signals() {
  const sigset_t set = wanted();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

Wish wait_for_signal() {
  const sigset_t set = wanted();
  int signal = 0;
  ::sigwait(&set, &signal);
  return signal == SIGHUP ? Wish::reopen_logs : Wish::stop;
}

}  // namespace nrmm::app
