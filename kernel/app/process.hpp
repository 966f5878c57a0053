#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace nrmm::app {

struct Command {
  std::vector<std::string> arguments;  // the program first, found through PATH
  std::string user;                    // run as this user; empty: as we are
  std::filesystem::path output;        // stdout and stderr are appended here; empty: inherited
};

// Runs to the end. Throws std::runtime_error naming the command and the end of its output when it fails.
void run(const Command& command);
// The same, telling the exit code instead.
int run_for_code(const Command& command);

// A child that dies with us even after kill -9.
class Child {
 public:
  explicit Child(const Command& command);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  bool running();
  void send(int signal);
  void stop(int signal, std::chrono::milliseconds grace);  // then SIGKILL

 private:
  pid_t pid_;
};

bool am_root();

}  // namespace nrmm::app
