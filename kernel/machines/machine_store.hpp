#pragma once

#include <optional>
#include <string>
#include <vector>

#include "machines/machine.hpp"
#include "storage/database.hpp"

// The SQL of machines. Ids that are no UUIDs name nothing.
namespace nrmm::machines::machine_store {

void insert(storage::Session&, const Machine&);
std::optional<Machine> find(storage::Session&, const std::string& id);
std::optional<Machine> bearing(storage::Session&, const std::string& serial);  // of this city
// Its row does not change before the transaction ends; several may hold it so at once.
std::optional<Machine> hold_bearing(storage::Session&, const std::string& serial);
std::optional<Machine> lock(storage::Session&, const std::string& id);
void remove(storage::Session&, const std::string& id);

// Each raises the version by one.
void set_answers(storage::Session&, const Machine&);
void set_judged(storage::Session&, const Machine&);  // also owner, district, kind, stage and revision
void set_state(storage::Session&, const std::string& id, MachineState state, const std::string& case_id);
void set_serial(storage::Session&, const std::string& id, const std::string& serial);
// Of a registered machine, whatever its change `change_id` made otherwise.
void change(storage::Session&, const Machine&);

struct Filter {
  std::string account;                                // owner's or agent's list; empty: an officer's
  std::optional<std::vector<std::string>> districts;  // officer's; none: the whole city
  std::string state, district;                        // empty: any
  std::string before;                                 // id; newest first
  int limit = 20;
};
std::vector<Machine> list(storage::Session&, const Filter&);  // an officer's list has no drafts

struct Stage {
  std::string serial, stage, since;
};
// From now on; the one before holds no longer.
void add_stage(storage::Session&, const std::string& id, const std::string& serial, const std::string& stage);
std::vector<Stage> stages(storage::Session&, const std::string& id);

}  // namespace nrmm::machines::machine_store
