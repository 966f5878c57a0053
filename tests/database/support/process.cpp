#include "process.hpp"

#include <filesystem>
#include <stdexcept>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace nrmm::testing {

namespace {

std::string program_path(const std::string& program) {
  for (const char* folder : {"/usr/lib/postgresql/15/bin/", "/usr/local/bin/", "/usr/bin/"})
    if (std::filesystem::exists(folder + program)) return folder + program;
  throw std::runtime_error(program + " is not installed");
}

std::vector<std::string> command_line(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<std::string> command{"/usr/bin/setpriv", "--pdeathsig", "QUIT"};
  if (getuid() == 0) command.insert(command.end(), {"--reuid=postgres", "--regid=postgres", "--init-groups"});
  command.push_back(program_path(program));
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

}  // namespace

pid_t start_postgres_program(const std::string& program, const std::vector<std::string>& arguments,
                             const std::string& log) {
  std::vector<std::string> command = command_line(program, arguments);
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child > 0) return child;
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  if (chdir("/") == 0) execv(argv[0], argv.data());
  _exit(127);
}

void run_postgres_program(const std::string& program, const std::vector<std::string>& arguments,
                          const std::string& log) {
  const pid_t child = start_postgres_program(program, arguments, log);
  int status = 0;
  if (waitpid(child, &status, 0) != child || status != 0)
    throw std::runtime_error(program + " failed, see " + log);
}

}  // namespace nrmm::testing
