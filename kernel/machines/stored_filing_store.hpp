#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "machines/duplicates.hpp"
#include "machines/machine.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"

namespace nrmm::machines {

// A filing as it lies in the register, with all that a judgement of it looks at.
struct StoredFiling {
  std::string machine;
  std::string record;  // its case; empty: never submitted
  MachineState state = MachineState::draft;
  std::string kind;                      // the workflow that files it
  std::optional<Date> date;              // of its case
  Json answers = Json::object();         // personal values sealed
  users::Account filed_by;               // id, kind, roles and profile_state only
  std::map<std::string, Others> others;  // by kind of identifier; only where there are any
};

// The city's filings in the order of their ids after one; empty: from the first.
std::vector<StoredFiling> stored_filings(storage::Session&, const std::string& after, int limit);

}  // namespace nrmm::machines
