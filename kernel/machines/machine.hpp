#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "workflows/case.hpp"

namespace nrmm::machines {

// Where a filing or machine stands, in the contract's words: clients branch on these. The word of its review
// is the pack's and the case's.
enum class MachineState { draft, in_review, returned, refused, approved, deregistered };
const char* name_of(MachineState state);
MachineState machine_state_of(std::string_view name);  // std::invalid_argument for another word

// The derived value that the register keeps in a column of its own; shared key of the contract.
inline constexpr const char* kEmissionStage = "emission_stage";

// A filing and, once it has a serial, a machine of the register.
struct Machine {
  std::string id;
  std::string kind;      // the workflow that files it
  std::string owner;     // account; until an agent's filing is submitted, the agent
  std::string filed_by;  // account
  MachineState state = MachineState::draft;
  std::string district;      // of registration; empty in a draft
  std::string machine_kind;  // code; empty in a draft
  std::string serial;        // empty before the code is issued
  std::string emission_stage;
  Json answers = Json::object();  // personal values sealed
  Json derived = Json::object();  // name → {value, reason, basis}
  std::string revision;           // of the judgement in `derived`
  std::string case_id;            // of its filing
  std::string change_id;          // the last change of the registered machine; empty: none
  std::int64_t version = 1;
  std::string created_at, updated_at;
};

// Where a case's phase leaves its filing. One that was cancelled may be filed anew.
MachineState state_in(workflows::Phase phase);

inline bool editable(const Machine& machine) {
  return machine.state == MachineState::draft || machine.state == MachineState::returned;
}

}  // namespace nrmm::machines
