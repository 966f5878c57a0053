#pragma once

#include <cstdint>
#include <string>

#include "base/json.hpp"
#include "workflows/case.hpp"

namespace nrmm::machines {

// A filing and, once it has a serial, a machine of the register. Its states are the contract's; the state of
// its review is the case's.
struct Machine {
  std::string id;
  std::string kind;      // the workflow that files it
  std::string owner;     // account; until an agent's filing is submitted, the agent
  std::string filed_by;  // account
  std::string state = "draft";
  std::string district;      // of registration; empty in a draft
  std::string machine_kind;  // code; empty in a draft
  std::string serial;        // empty before the code is issued
  std::string emission_stage;
  Json answers = Json::object();  // personal values sealed
  Json derived = Json::object();  // name → {value, reason, basis}
  std::string revision;           // of the judgement in `derived`
  std::string case_id;
  std::int64_t version = 1;
  std::string created_at, updated_at;
};

// Where a case's phase leaves its filing. One that was cancelled may be filed anew.
const char* state_in(workflows::Phase phase);

inline bool editable(const Machine& machine) {
  return machine.state == "draft" || machine.state == "returned";
}

}  // namespace nrmm::machines
