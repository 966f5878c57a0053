#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace nrmm::testing {

// Starts a PostgreSQL program as a user that may run one (not root), its output in `log`. It ends with the
// thread that started it.
pid_t start_postgres_program(const std::string& program, const std::vector<std::string>& arguments,
                             const std::string& log);

// Waits; throws std::runtime_error when the program failed.
void run_postgres_program(const std::string& program, const std::vector<std::string>& arguments,
                          const std::string& log);

}  // namespace nrmm::testing
