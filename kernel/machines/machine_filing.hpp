#pragma once

#include "machines/machine_service.hpp"

namespace nrmm::machines {

inline constexpr const char* kFilingSubject = "filing";  // the type of a case's subject

// The rules a filing is under: its case's revision, or the active one while there is no case.
struct MachineService::Filing {
  Machine machine;
  PackPtr pack;
  const cities::Workflow* workflow;
  const cities::Form* form;
  std::optional<workflows::Case> current;  // the running case
  std::string state;                       // the pack's word, also of a draft
  std::string party;                       // as which the caller acts
  Json facts;                              // about who filed it
};

// What the audit record says of a filing that was made, changed or thrown away.
void record(workflows::Call&, const char* action, const Machine&, const cities::Pack*);

}  // namespace nrmm::machines
