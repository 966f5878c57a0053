#pragma once

#include "machines/machine_service.hpp"

namespace nrmm::machines {

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

}  // namespace nrmm::machines
