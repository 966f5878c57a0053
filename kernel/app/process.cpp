#include "app/process.hpp"

#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace nrmm::app {
namespace {

void become(const std::string& user) {
  const passwd* entry = ::getpwnam(user.c_str());
  if (!entry || ::initgroups(user.c_str(), entry->pw_gid) != 0 || ::setgid(entry->pw_gid) != 0 ||
      ::setuid(entry->pw_uid) != 0) {
    _exit(126);
  }
}

[[noreturn]] void exec(const Command& command, bool die_with_parent) {
  if (die_with_parent) ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (!command.output.empty()) {
    const int out = ::open(command.output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (out >= 0) {
      ::dup2(out, STDOUT_FILENO);
      ::dup2(out, STDERR_FILENO);
    }
  }
  if (!command.user.empty()) become(command.user);
  if (die_with_parent) ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // changing the user clears it
  // Else nginx would hold the server's listening socket and answer for it when the server is killed.
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  std::vector<char*> arguments;
  for (const auto& argument : command.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  _exit(127);
}

pid_t spawn(const Command& command, bool die_with_parent) {
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("cannot start " + command.arguments.front());
  if (pid == 0) exec(command, die_with_parent);
  return pid;
}

}  // namespace

bool am_root() { return ::geteuid() == 0; }

int run_for_code(const Command& command) {
  const pid_t pid = spawn(command, false);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void run(const Command& command) {
  const int code = run_for_code(command);
  if (code == 0) return;
  std::string text;
  for (const auto& argument : command.arguments) text += argument + ' ';
  std::string where = command.output.empty() ? "" : "; see " + command.output.string();
  throw std::runtime_error(text + "failed with code " + std::to_string(code) + where);
}

Child::Child(const Command& command) : pid_(spawn(command, true)) {}

Child::~Child() { stop(SIGKILL, std::chrono::milliseconds(0)); }

bool Child::running() {
  if (pid_ <= 0) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == 0) return true;
  pid_ = -1;
  return false;
}

void Child::send(int signal) {
  if (running()) ::kill(pid_, signal);
}

void Child::stop(int signal, std::chrono::milliseconds grace) {
  if (!running()) return;
  ::kill(pid_, signal);
  for (const auto end = std::chrono::steady_clock::now() + grace; std::chrono::steady_clock::now() < end;) {
    if (!running()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  if (!running()) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

}  // namespace nrmm::app
