#pragma once

#include <optional>
#include <string>
#include <vector>

#include "machines/machine_change.hpp"
#include "storage/database.hpp"

// The SQL of what changed machines, and of the signs that were ordered for them since.
namespace nrmm::machines::machine_change_store {

void add(storage::Session&, const MachineChange&);
std::vector<MachineChange> of_machine(storage::Session&, const std::string& machine);  // oldest first

// Its number: the sign that came with the code is the first. Call with the machine's row locked.
int order_sign(storage::Session&, const std::string& machine, const std::string& code,
               const std::string& case_id);

struct Sign {
  int number = 1;
  std::string code, ordered_at;
};
std::optional<Sign> last_sign(storage::Session&, const std::string& machine);  // none: the first one

}  // namespace nrmm::machines::machine_change_store
